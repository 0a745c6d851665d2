/** Finding somebody in a list by number, name or unit, and what a scanned code means. Pure. */
import { last } from '../shared/last.ts'
import type { Arrival } from './types.ts'

interface Somebody { number: string; name: string; unit: string }

/** For comparing: full-width signs, as a Chinese keyboard types them, are plain ones. */
const folded = (text: string) => text.normalize('NFKC').trim().toLowerCase()

/** Who fits what was typed: a number from its beginning or its end, a name or unit that holds it. */
export function matching<R extends Somebody>(rows: R[], typed: string): R[] {
  const said = folded(typed)
  if (!said) return rows
  const exact = rows.filter(({ number }) => folded(number) === said)
  if (exact.length) return exact
  return rows.filter(({ number, name, unit }) => {
    const n = folded(number)
    return n.startsWith(said) || n.endsWith(said) || folded(name).includes(said) || folded(unit).includes(said)
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
