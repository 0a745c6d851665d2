/**
 * After the journal was restored from a backup: which sheets this device brings again, because it was told they are
 * safe and the backup may be older. The same message under the same request, so that one the backup has is not doubled.
 */
import { sameMarks } from './marks.ts'
import type { Draft, Hello, Job, KeptSheet, Sheet, SheetKey } from './types.ts'
import { sheetKey } from './types.ts'

/** Whether the server's journal is another one than that from which `before` was told. */
export function isRestored(before: Hello | undefined, hello: Hello): boolean {
  return before !== undefined && (before.epoch?.at ?? '') !== (hello.epoch?.at ?? '')
}

/** The messages to send, in order; `id` makes a request id for what has none of its own. */
export function offersOf(kept: KeptSheet[], drafts: Draft[], hello: Hello, id: () => string): Job[] {
  const now = new Map<SheetKey, Sheet>()
  for (const sheet of hello.sheets) if (!sheet.set_aside) now.set(sheetKey(sheet), sheet)
  return [
    ...kept.flatMap((one) => ofSheet(one, now.get(one.key), hello, id)),
    ...drafts.flatMap((draft) => ofAside(draft, now.get(draft.key), hello, id)),
  ]
}

function ofSheet({ key, sheet, receipt, sent }: KeptSheet, now: Sheet | undefined, hello: Hello, id: () => string): Job[] {
  if (sheet.version === 0 || sheet.marks === null) return []
  const { marks, note } = sheet
  const fresh = newJob({ key, ...sheet, marks }, now, hello, id)
  const confirm: Job = { ...fresh, request: id(), kind: 'confirm', marks: {}, note: '', confirm: true }
  if (now && sameMarks(now.marks ?? {}, marks) && now.note === note) {
    return sheet.mine_confirmed && !now.mine_confirmed ? [confirm] : []
  }
  const offer: Job = { ...fresh, ...sent, offered: receipt?.seq ?? sheet.version, attempts: 1, notBefore: 0 }
  delete offer.n
  return sheet.mine_confirmed && !offer.confirm ? [offer, confirm] : [offer]
}

/** A sheet that was set aside is brought again whole: its line is lost too. */
function ofAside(draft: Draft, now: Sheet | undefined, hello: Hello, id: () => string): Job[] {
  if (!draft.aside) return []
  const { marks, note, receipt } = draft.aside
  return [{ ...newJob({ ...draft, marks, note }, now, hello, id), offered: receipt.seq }]
}

type Content = Pick<Job, 'key' | 'item' | 'code' | 'part' | 'marks' | 'note'>

function newJob({ key, item, code, part, marks, note }: Content, now: Sheet | undefined, hello: Hello, id: () => string): Job {
  const version = now?.version ?? 0
  const rulebook = hello.items.find((one) => one.id === item)?.rulebook ?? 0
  return {
    ...{ request: id(), kind: 'sheet', key, item, code, part, marks, note, base: version, rulebook },
    ...{ confirm: false, version, attempts: 1, notBefore: 0 },
  }
}
