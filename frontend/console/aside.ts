/** A sheet set aside beside the one that counts now, aspect by aspect. Pure. */
import type { Text } from '../shared/i18n.ts'
import type { Mark, SetAside } from './types.ts'

export interface Compared { id: string; name: string | Text; now: Mark | undefined; then: Mark | undefined; differs: boolean; kind?: string }

export function compare(sheet: SetAside): Compared[] {
  const heads = sheet.aspects
  const ids = heads.length ? heads.map((head) => head.id) : Object.keys({ ...sheet.current?.marks, ...sheet.marks })
  return ids.map((id) => {
    const now = sheet.current?.marks[id]
    const then = sheet.marks[id]
    const head = heads.find((one) => one.id === id)
    return { id, name: head?.name ?? id, ...(head?.kind ? { kind: head.kind } : {}), now, then, differs: now !== undefined && JSON.stringify(now) !== JSON.stringify(then) }
  })
}

/** How many of the values that count now would change. */
export const changed = (sheet: SetAside): number => compare(sheet).filter((line) => line.differs).length

export function markText(mark: Mark | undefined, yes: string, no: string): string {
  if (mark === undefined) return '—'
  if (typeof mark === 'boolean') return mark ? yes : no
  return Array.isArray(mark) ? mark.join(' / ') : mark
}
