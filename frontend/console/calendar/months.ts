/** A year as a wall calendar has it. Pure. */
import type { CalendarDay } from './types.ts'

export interface Cell { day: string; n: number; works: boolean; holiday: string; note: string; said: boolean }
/** A month: how many cells stay empty before its first day, weeks beginning on Monday. */
export interface Month { month: number; before: number; cells: Cell[] }

const two = (n: number) => String(n).padStart(2, '0')

export function months(year: number, days: CalendarDay[]): Month[] {
  const known = new Map(days.map((day) => [day.day, day]))
  return Array.from({ length: 12 }, (_, m) => {
    const first = new Date(Date.UTC(year, m, 1)).getUTCDay()
    const count = new Date(Date.UTC(year, m + 1, 0)).getUTCDate()
    const cells = Array.from({ length: count }, (_, k) => {
      const day = `${year}-${two(m + 1)}-${two(k + 1)}`
      const weekday = (first + k) % 7
      return known.get(day) ? { n: k + 1, ...known.get(day)! } : { day, n: k + 1, works: weekday !== 0 && weekday !== 6, holiday: '', note: '', said: false }
    })
    return { month: m + 1, before: (first + 6) % 7, cells }
  })
}
