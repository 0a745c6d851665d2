/** What a person types about one entry. Pure. */

/** `178:30` or `2:58:30` → seconds; null when it is neither, so that `178.5` is asked about and not guessed. */
export function seconds(text: string): number | null {
  const found = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(text.trim().replace(/：/g, ':'))
  if (!found) return null
  const [hours, minutes, rest] = [Number(found[1] ?? 0), Number(found[2]), Number(found[3])]
  return found[1] !== undefined && minutes > 59 ? null : hours * 3600 + minutes * 60 + rest
}
