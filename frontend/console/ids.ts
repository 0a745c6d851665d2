/** The name a contest has in addresses and file names: `datong-construction-2026`, with a number where that is taken. */
export function idFor(preset: string, day: Date, taken: string[]): string {
  const stem = `${preset || 'contest'}-${day.getFullYear()}`.slice(0, 36)
  if (!taken.includes(stem)) return stem
  for (let n = 2; ; n += 1) if (!taken.includes(`${stem}-${n}`)) return `${stem}-${n}`
}
