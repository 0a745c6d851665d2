/** Where one sheet stands, told from what the server holds, what is typed here and what waits to be sent. */
import { last } from '../shared/last.ts'
import { sameMarks } from './marks.ts'
import type { Draft, Entry, Item, Job, KeptSheet, Marks, Part, Sheet, SheetKey } from './types.ts'
import { sheetKey } from './types.ts'

/** 未评 · 正在填写 · 已存本机 · 已送达 · 已确认 · 待裁定 */
export type Word = 'none' | 'draft' | 'saved' | 'delivered' | 'confirmed' | 'aside'

export type Standing = {
  word: Word
  /** number on the newest receipt for this sheet, if this device has it */
  seq: number | null
  /** a person has to act: confirm, or mend what was refused */
  needs: 'confirm' | 'mend' | 'newer' | 'scheme' | 'returned' | 'again' | 'objected' | null
}

export function isDirty(draft: Draft | undefined, kept: KeptSheet | undefined): boolean {
  if (!draft) return false
  const sheet = kept?.sheet
  if (sheet?.again?.length) return true // what is given again may be what was given before
  return !sameMarks(filled(draft.typed), sheet?.marks ?? {}) || draft.note !== (sheet?.note ?? '')
}

/** Whether what is typed is other than what waits to be sent or, with no sheet waiting, than what the server holds. */
export function isOther(draft: Draft | undefined, kept: KeptSheet | undefined, waiting: Job[]): boolean {
  const sent = last(waiting.filter(({ kind }) => kind === 'sheet'))
  if (!draft || !sent) return isDirty(draft, kept)
  return !sameMarks(filled(draft.typed), sent.marks) || draft.note !== sent.note
}

function filled(typed: Draft['typed']): Draft['typed'] {
  return Object.fromEntries(
    Object.entries(typed).filter(([, mark]) => mark !== '' && !(Array.isArray(mark) && mark.every((text) => text === ''))),
  )
}

/** `rulebook`: the number of the scheme that holds now. What was typed by another one may mean something else by it. */
export function standingOf(kept: KeptSheet | undefined, draft: Draft | undefined, waiting: Job[], rulebook?: number): Standing {
  const sheet = kept?.sheet
  const seq = kept?.receipt?.seq ?? null
  const other = !draft?.aside && isOther(draft, kept, waiting)
  const scheme = rulebook !== undefined && draft?.rulebook !== undefined && draft.rulebook !== rulebook ? 'scheme' : null
  if (waiting.length > 0) return other ? { word: 'draft', seq, needs: scheme } : { word: 'saved', seq, needs: null }
  if (draft?.aside) return { word: 'aside', seq: draft.aside.receipt.seq, needs: null }
  if (draft && other) {
    const newer = (sheet?.version ?? 0) > draft.base
    return { word: 'draft', seq, needs: draft.refusal ? 'mend' : newer ? 'newer' : scheme }
  }
  if (sheet?.set_aside) return { word: 'aside', seq: sheet.set_aside.seq, needs: null }
  if (sheet?.mine_confirmed) return { word: 'confirmed', seq, needs: null }
  if (sheet && sheet.version > 0) return { word: 'delivered', seq, needs: needOf(sheet) }
  return { word: 'none', seq, needs: null }
}

function needOf(sheet: Sheet): Standing['needs'] {
  if (sheet.again?.length) return 'again'
  return sheet.returned ? 'returned' : sheet.team?.objection ? 'objected' : 'confirm'
}

/** The server names a sheet that stands and each one set aside beside it; here they are one. */
export function keptSheets(sheets: Sheet[]): KeptSheet[] {
  const kept = new Map<SheetKey, KeptSheet>()
  const standing = sheets.filter((sheet) => !sheet.set_aside)
  const aside = sheets.filter((sheet) => sheet.set_aside)
  for (const sheet of standing) kept.set(sheetKey(sheet), keep(sheet, null))
  for (const sheet of aside) {
    const stands = kept.get(sheetKey(sheet))?.sheet ?? { ...sheet, version: 0, marks: null, note: '' }
    kept.set(sheetKey(sheet), keep({ ...stands, set_aside: sheet.set_aside }, sheet.marks))
  }
  return [...kept.values()]
}

function keep(sheet: Sheet, asideMarks: Marks | null): KeptSheet {
  return { key: sheetKey(sheet), sheet, receipt: null, asideMarks, refusal: null }
}

/** One sheet a seat is to give: an entry in a part of an item. */
export type Duty = { key: SheetKey; item: Item; part: Part; entry: Entry }
export type Group = { id: string; item: Item; part: Part; duties: Duty[] }

/** All sheets of the seat, grouped by item and part, in the server's order. */
export function groupsOf(items: Item[], entries: Entry[]): Group[] {
  const groups: Group[] = []
  for (const item of items) {
    for (const part of item.parts) {
      const duties = entries
        .filter((entry) => entry.item === item.id && entry.parts.includes(part.id))
        .map((entry) => ({ key: sheetKey({ item: item.id, code: entry.code, part: part.id }), item, part, entry }))
      if (duties.length) groups.push({ id: `${item.id}|${part.id}`, item, part, duties })
    }
  }
  return groups
}

/** The next sheet after `from` that `wants` is true of, going round once; the same part first, since a judge stays at it. */
export function nextDuty(groups: Group[], from: SheetKey | null, wants: (duty: Duty) => boolean): Duty | null {
  const all = groups.flatMap((group) => group.duties)
  const at = all.findIndex((duty) => duty.key === from)
  const here = at >= 0 ? all[at]! : null
  const ring = [...all.slice(at + 1), ...all.slice(0, at + 1)].filter((duty) => duty.key !== from)
  const same = (duty: Duty) => here !== null && duty.item.id === here.item.id && duty.part.id === here.part.id
  return ring.find((duty) => same(duty) && wants(duty)) ?? ring.find(wants) ?? null
}
