/** The progress matrix entry × seat: columns by part, rows with a signature so that only changed ones are drawn. Pure. */
import type { Cell, Progress, ProgressEntry, ProgressSeat } from './types.ts'

export type CellOrNot = Cell | null // null = this seat does not mark this entry
export interface Group { part: string; seats: ProgressSeat[] }
export type Uncounted = 'recused' | 'shadow'
export interface Row { entry: ProgressEntry; cells: CellOrNot[]; out: (Uncounted | null)[]; done: number; of: number; aside: number; sign: string }
export interface Matrix { groups: Group[]; columns: ProgressSeat[]; rows: Row[]; feet: { done: number; of: number }[] }
export type Filter = 'all' | 'open' | 'set_aside'

export const cellKey = (code: string, seat: ProgressSeat) => `${code}|${seat.part}|${seat.id}`

export function groupSeats(seats: ProgressSeat[]): Group[] {
  const groups = new Map<string, ProgressSeat[]>()
  for (const seat of seats) groups.set(seat.part, [...(groups.get(seat.part) ?? []), seat])
  return [...groups].map(([part, list]) => ({ part, seats: list }))
}

function row(entry: ProgressEntry, columns: ProgressSeat[], progress: Progress): Row {
  // Nothing is due from an entry that is absent or out; what came before stays in sight.
  const cellOf = (cell: Cell | undefined) => (cell === 'none' && entry.status !== 'present' ? null : (cell ?? null))
  const cells = columns.map((seat) => cellOf(progress.cells[cellKey(entry.code, seat)]))
  const out = columns.map((seat) => progress.uncounted[cellKey(entry.code, seat)] ?? null)
  const due = cells.filter((cell, i) => cell !== null && !out[i])
  return {
    entry, cells, out, of: due.length,
    done: due.filter((cell) => cell === 'confirmed').length,
    aside: due.filter((cell) => cell === 'set_aside').length,
    sign: `${entry.code}/${entry.status}/${entry.name ?? ''}/${entry.unit ?? ''}/${cells.join()}/${out.join()}`,
  }
}

/** `before`: unchanged rows keep their identity, so that drawing a live change costs one row, not thousands of cells. */
export function buildMatrix(progress: Progress, before: Matrix | null = null): Matrix {
  const groups = groupSeats(progress.seats)
  const columns = groups.flatMap((group) => group.seats)
  const old = new Map(before?.rows.map((r) => [r.sign, r]))
  const rows = progress.entries.map((entry) => {
    const fresh = row(entry, columns, progress)
    return old.get(fresh.sign) ?? fresh
  })
  const feet = columns.map((_, i) => ({
    done: rows.filter((r) => r.cells[i] === 'confirmed' && !r.out[i]).length,
    of: rows.filter((r) => r.cells[i] !== null && !r.out[i]).length,
  }))
  return { groups, columns, rows, feet }
}

export function filterRows(rows: Row[], filter: Filter, query: string): Row[] {
  const word = query.trim().toLowerCase()
  return rows.filter((r) => {
    if (filter === 'open' && r.done === r.of) return false
    if (filter === 'set_aside' && !r.aside) return false
    const { code, name, unit } = r.entry
    return !word || [code, name, unit].some((text) => text?.toLowerCase().includes(word))
  })
}

/** Whom to walk to: seats that owe a sheet, most first, with the codes they owe. */
export interface Owing { seat: ProgressSeat; codes: string[] }
export function owing({ columns, rows }: Matrix): Owing[] {
  const owes = (row: Row, i: number) => row.entry.status === 'present' && row.cells[i] !== null && row.cells[i] !== 'confirmed' && !row.out[i]
  const list = columns.map((seat, i) => ({ seat, codes: rows.filter((row) => owes(row, i)).map((row) => row.entry.code) }))
  return list.filter(({ codes }) => codes.length).sort((a, b) => b.codes.length - a.codes.length)
}

export interface Span { from: number; to: number; before: number; after: number }

/** The rows in sight (with a margin), and the heights in px of what is left out above and below. */
export function inSight(count: number, height: number, scroll: number, view: number, margin = 12): Span {
  const from = Math.max(0, Math.min(count, Math.floor(scroll / height) - margin))
  const to = Math.min(count, Math.ceil((scroll + view) / height) + margin)
  return { from, to, before: from * height, after: (count - to) * height }
}
