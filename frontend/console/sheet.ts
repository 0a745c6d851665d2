/** The results as a spreadsheet: columns, order by a column, and the text that Excel takes. Pure; values stay strings. */
import type { JudgeShare, PartResult, ResultPart, ResultRow, Results } from './types.ts'

export type Kind = 'number' | 'text'
export interface Column {
  id: string; kind: Kind; part: string | null; seat: string | null
  what: 'rank' | 'code' | 'name' | 'unit' | 'judge' | 'score' | 'deducted' | 'weighted' | 'deductions' | 'total' | 'award'
  label: string; first: boolean // first = a hairline before it: a new part begins
}
export interface Value { text: string; dropped: null | 'low' | 'high'; tied?: boolean }
export interface Names { seat: (id: string, part: ResultPart) => string; part: (part: ResultPart) => string; award: (row: ResultRow) => string }
export interface Order { column: string; down: boolean }

/** Seats of a part in the order they first appear, unless each entry has other judges (stations): then places 1…m. */
export function judgeColumns(rows: ResultRow[], part: string): { seats: string[]; width: number } {
  const seats = new Set<string>()
  let width = 0
  for (const r of rows) {
    const judges = Object.keys(r.parts[part]?.judges ?? {})
    judges.forEach((seat) => seats.add(seat))
    width = Math.max(width, judges.length)
  }
  const all = [...seats].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return all.length > width ? { seats: [], width } : { seats: all, width }
}

const column = (what: Column['what'], kind: Kind, more: Partial<Column> = {}): Column => ({
  id: what, what, kind, part: null, seat: null, label: '', first: false, ...more,
})

function partColumns(results: Results, part: ResultPart, judges: boolean, names: Names): Column[] {
  const list: Column[] = []
  const { seats, width } = judges ? judgeColumns(results.rows, part.id) : { seats: [], width: 0 }
  const named = seats.map((seat) => ({ seat, label: names.seat(seat, part) }))
  const placed = seats.length ? named : Array.from({ length: width }, (_, i) => ({ seat: `#${i}`, label: width > 1 ? `${i + 1}` : '' }))
  for (const { seat, label } of placed) {
    list.push(column('judge', 'number', { id: `${part.id}/${seat}`, part: part.id, seat, label }))
  }
  const of = (what: 'score' | 'deducted' | 'weighted') => column(what, 'number', { id: `${part.id}/${what}`, part: part.id })
  list.push(of('score'))
  if (results.rows.some((r) => Number(r.parts[part.id]?.deducted ?? 0) !== 0)) list.push(of('deducted'))
  list.push(of('weighted'))
  list[0]!.first = true
  return list
}

/** The total stands right beside the name; what it is made of follows. What is veiled until unsealing has no empty column. */
export function columns(results: Results, judges: boolean, names: Names): Column[] {
  const some = (pick: (r: ResultRow) => unknown) => results.rows.some((r) => !!pick(r))
  return [
    ...(some((r) => !results.veiled || r.status !== 'present') ? [column('rank', 'number')] : []), column('code', 'text'),
    ...(some((r) => r.name) ? [column('name', 'text')] : []),
    ...(some((r) => r.unit) ? [column('unit', 'text')] : []),
    ...(results.veiled ? [] : [column('total', 'number')]),
    ...(some((r) => r.award) ? [column('award', 'text')] : []),
    ...(some((r) => r.deductions.length) ? [column('deductions', 'number')] : []),
    ...results.parts.filter((part) => !part.hidden).flatMap((part) => partColumns(results, part, judges, names)),
  ]
}

function judgeShare(part: PartResult | undefined, seat: string): JudgeShare | undefined {
  if (!part) return undefined
  return seat.startsWith('#') ? Object.values(part.judges)[Number(seat.slice(1))] : part.judges[seat]
}

const plain = (text: string | null | undefined): Value => ({ text: text ?? '', dropped: null })

/** Σ of decimal strings is the server's work; several deductions are listed, not added, here. */
const deductions = (row: ResultRow) => row.deductions.map((d) => `−${d.points}`).join(' ')

export function valueOf(row: ResultRow, col: Column, names: Names): Value {
  const part = col.part ? row.parts[col.part] : undefined
  if (col.what === 'rank') return { ...plain(row.rank === null ? '' : String(row.rank)), tied: row.tied }
  if (col.what === 'judge') {
    const one = judgeShare(part, col.seat!)
    return { text: one?.total ?? '', dropped: one?.dropped ?? null }
  }
  if (col.what === 'score' || col.what === 'weighted') return plain(part?.[col.what])
  if (col.what === 'deducted') return plain(part && Number(part.deducted) !== 0 ? `−${part.deducted}` : '')
  if (col.what === 'deductions') return plain(deductions(row))
  if (col.what === 'award') return plain(row.award ? names.award(row) : '')
  return plain(row[col.what])
}

/** Empty values stay last whichever way one sorts; equal ones keep the order of the result. */
export function sortRows(rows: ResultRow[], col: Column | undefined, down: boolean, names: Names): ResultRow[] {
  if (!col) return rows
  const key = new Map(rows.map((r) => [r, valueOf(r, col, names).text.replace('−', '-')]))
  const sign = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [key.get(a)!, key.get(b)!]
    if (!x || !y) return x ? -1 : y ? 1 : 0
    return sign * (col.kind === 'number' ? parseFloat(x) - parseFloat(y) : x.localeCompare(y, 'zh', { numeric: true }))
  })
}

/** Text that a spreadsheet would run as a formula is made text again; numbers keep their minus sign. */
export function harmless(text: string, kind: Kind): string {
  const flat = text.replace(/[\t\r\n]+/g, ' ')
  if (kind === 'number') return flat.replace(/−/g, '-')
  return /^[=+\-@＝＋－＠]/.test(flat) ? `'${flat}` : flat
}

/** Digits after the point of the longest value, for decimals that stand in line. */
export function decimals(texts: string[]): number {
  return Math.max(0, ...texts.map((text) => (/^−?\d+\.(\d+)$/.exec(text)?.[1] ?? '').length))
}

/** Pads with figure spaces so that the points stand under each other whatever the number of digits. */
export function aligned(text: string, digits: number): string {
  if (!/^−?\d+(\.\d+)?$/.test(text) || !digits) return text
  const have = text.split('.')[1]?.length
  return have === undefined ? `${text}\u2008${'\u2007'.repeat(digits)}` : text + '\u2007'.repeat(digits - have)
}

export interface Area { top: number; left: number; bottom: number; right: number }
export const area = (a: [number, number], b: [number, number]): Area => ({
  top: Math.min(a[0], b[0]), bottom: Math.max(a[0], b[0]), left: Math.min(a[1], b[1]), right: Math.max(a[1], b[1]),
})

/** Tab-separated lines; a dropped mark bears its word, so that nobody sums it by mistake. */
export function toTsv(head: string[], body: { values: Value[]; kinds: Kind[] }[], dropWord: (w: 'low' | 'high') => string): string {
  const line = (values: Value[], kinds: Kind[]) =>
    values.map((v, i) => (v.dropped ? `${v.text} ${dropWord(v.dropped)}` : harmless(v.text, kinds[i]!))).join('\t')
  return [...(head.length ? [head.map((h) => harmless(h, 'text')).join('\t')] : []),
    ...body.map((b) => line(b.values, b.kinds))].join('\r\n')
}
