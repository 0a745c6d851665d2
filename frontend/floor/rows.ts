/** Finding somebody in a list by number, name or unit, and what a scanned code means. Pure. */
import { last } from '../shared/last.ts'
import type { Arrival } from './types.ts'

interface Somebody { number: string; name: string; unit: string }

/** Who fits what was typed: a number from its beginning or its end, a name or unit that holds it. */
export function matching<R extends Somebody>(rows: R[], typed: string): R[] {
  const said = typed.trim().toLowerCase()
  if (!said) return rows
  const exact = rows.filter(({ number }) => number.toLowerCase() === said)
  if (exact.length) return exact
  return rows.filter(({ number, name, unit }) => {
    const n = number.toLowerCase()
    return n.startsWith(said) || n.endsWith(said) || name.toLowerCase().includes(said) || unit.toLowerCase().includes(said)
  })
}

/** The word of a label's code: alone, or the end of an address. */
export function scannedWord(text: string): string {
  const word = last(text.trim().split(/[/|?&=#\s,;]+/).filter(Boolean)) ?? ''
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}

export type Filter = 'all' | 'missing' | 'late' | 'absent'
export const FILTERS: Filter[] = ['all', 'missing', 'late', 'absent']

export function fits(state: Arrival, filter: Filter): boolean {
  return filter === 'all' || state === (filter === 'missing' ? '' : filter)
}
