/** Quotas as people type and read them. Pure. */

/** Those that are set, all items together first. */
export function roomOf(quotas: Record<string, number>): [string, number][] {
  return Object.entries(quotas).sort(([a], [b]) => a.localeCompare(b))
}

/** What fields say, item → text, as quotas: an empty field is no limit; null where one is no whole number. */
export function quotasOf(fields: Record<string, string>): Record<string, number> | null {
  const found: Record<string, number> = {}
  for (const [item, text] of Object.entries(fields)) {
    const said = text.trim()
    if (!said) continue
    if (!/^\d{1,4}$/.test(said)) return null
    found[item] = Number(said)
  }
  return found
}

export function isOver(moment: string, now: Date = new Date()): boolean {
  return new Date(moment) <= now
}
