/** Typing paper sheets: what may be typed where, how it travels, and which sheet is next. Pure. */
import { parseRoute, type SheetAt } from './route.ts'
import type { Mark, Scheme, SchemeAspect, TypingRow } from './types.ts'

/** What stands in the fields of each aspect, by its id: one text, or one a reading. */
export type Fields = Record<string, string[]>

export const aspectsOf = (part: Scheme): SchemeAspect[] => part.criteria.flatMap((criterion) => criterion.aspects)
const isYesNo = (aspect: SchemeAspect) => aspect.kind === 'check' || aspect.kind === 'veto'
export const fieldsOf = (aspect: SchemeAspect): number => (aspect.kind === 'measured' ? (aspect.readings ?? 1) : 1)

export function emptyFields(part: Scheme): Fields {
  return Object.fromEntries(aspectsOf(part).map((aspect) => [aspect.id, Array.from({ length: fieldsOf(aspect) }, () => '')]))
}

/** 1 and 0 on the number pad, as recorders type; anything else is the server's to refuse. */
export function yesNo(text: string): boolean | null {
  return text === '1' ? true : text === '0' ? false : null
}

function markOf(aspect: SchemeAspect, texts: string[]): Mark | null {
  const typed = texts.map((text) => text.trim())
  if (typed.some((text) => text === '')) return null
  if (isYesNo(aspect)) return yesNo(typed[0]!)
  return aspect.kind === 'measured' ? typed : typed[0]!
}

/** The sheet's marks, and the aspects that are not whole: an empty field is no zero. */
export function marksOf(part: Scheme, fields: Fields): { marks: Record<string, Mark>; open: string[] } {
  const marks: Record<string, Mark> = {}
  const open: string[] = []
  for (const aspect of aspectsOf(part)) {
    const texts = fields[aspect.id] ?? []
    const mark = markOf(aspect, texts)
    if (mark !== null) marks[aspect.id] = mark
    else if (!part.partial || texts.some((text) => text.trim() !== '')) open.push(aspect.id)
  }
  return { marks, open }
}

/** How a sheet stands for this recorder. */
export type Standing = 'open' | 'mine' | 'theirs' | 'differs' | 'in' | 'confirmed'

export function standing(row: TypingRow): Standing {
  if (row.state === 'confirmed') return 'confirmed'
  if (row.typed.length > 1) return 'differs'
  if (row.typed.length === 1) return row.typed[0]!.mine ? 'mine' : 'theirs'
  return row.state === 'in' ? 'in' : 'open'
}

/** The next sheet that this recorder can do something about, from behind `after` on and round to the start. */
export function nextRow(rows: TypingRow[], after: string): TypingRow | null {
  const start = rows.findIndex((row) => row.code === after) + 1
  const around = [...rows.slice(start), ...rows.slice(0, start)]
  return around.find((row) => row.status === 'present' && ['open', 'theirs', 'differs'].includes(standing(row))) ?? null
}

/** The row that a typed code means: without regard to case, and by its figures alone where only one code ends so. */
export function rowOf(rows: TypingRow[], typed: string): TypingRow | null {
  const wanted = typed.trim().toUpperCase()
  if (!wanted) return null
  const exact = rows.find((row) => row.code.toUpperCase() === wanted)
  const ending = rows.filter((row) => row.code.toUpperCase().replace(/^\D+0*/, '') === wanted.replace(/^0+/, ''))
  return exact ?? (ending.length === 1 ? ending[0]! : null)
}

/** The sheet that a scanned code of a paper names. */
export function scanned(text: string): SheetAt | null {
  const hash = /#\/.+\/type\/.+/.exec(text)
  const sheet = hash ? parseRoute(hash[0]).sheet : null
  return sheet && sheet.part && sheet.seat && sheet.code ? sheet : null
}

/** Whether what was typed of an aspect is not the same with everybody; figures written otherwise are the same. */
export function differs(marks: (Mark | undefined)[]): boolean {
  const plain = (mark: Mark | undefined): string =>
    Array.isArray(mark) ? mark.map(plain).join(' ') : typeof mark === 'string' && mark.includes('.') ? mark.replace(/\.?0+$/, '') : String(mark)
  return new Set(marks.map(plain)).size > 1
}
