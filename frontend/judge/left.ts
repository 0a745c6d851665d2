/**
 * What is left on a device of another judge: a seat was handed over, and the same tablet paired with it again. Waiting sheets
 * go out under the one who made them, for a person to decide on; what was never sent stays here and is shown.
 */
import { randomId } from '../shared/id.ts'
import { STRICT, type SeatDb } from './db.ts'
import { sameMarks } from './marks.ts'
import { isDirty } from './sheets.ts'
import { sheetKey, type Answer, type Draft, type Job, type Left, type SheetKey } from './types.ts'

/** What was made before devices knew who sat there (0) is taken for the present judge's, as it was then. */
const isAnothers = (made: { holder?: number }, holder: number) => Boolean(made.holder) && holder > 0 && made.holder !== holder

/** Parts what is another's from what is the present judge's, before anything is shown or sent. */
export async function partLeft(db: SeatDb, holder: number): Promise<void> {
  const tx = db.transaction(['meta', 'sheets', 'drafts', 'outbox'], 'readwrite', STRICT)
  const [outbox, drafts] = [tx.objectStore('outbox'), tx.objectStore('drafts')]
  const waiting = new Map<SheetKey, Job>()
  for (const job of await outbox.getAll()) {
    if (job.left || !isAnothers(job, holder)) continue
    waiting.set(job.key, job)
    // Under a key of its own: it is no longer in the way of what the present judge gives the same entry.
    await outbox.put({ ...job, key: `${job.key}@${job.holder}`, left: true })
  }
  const kept = (await tx.objectStore('meta').get('left')) as Left[] | undefined
  const left = [...(kept ?? [])]
  for (const draft of await drafts.getAll()) {
    if (!isAnothers(draft, holder)) continue
    await drafts.delete(draft.key)
    const job = waiting.get(draft.key)
    const isSent = job && sameMarks(job.marks, draft.typed) && job.note === draft.note
    const sheet = await tx.objectStore('sheets').get(draft.key)
    if (draft.aside || (!isSent && isDirty(draft, sheet))) left.push(leftOf(draft))
  }
  await tx.objectStore('meta').put(left, 'left')
  await tx.done
}

function leftOf({ item, code, part, typed, note, base, holder, aside }: Draft): Left {
  return { request: randomId(), item, code, part, marks: aside?.marks ?? typed, note, base, holder: holder!, seq: aside?.receipt.seq ?? null, message: aside?.message ?? null }
}

/** The list after a sheet of another judge was answered: there, with its number, or still here, with the reason. */
export function leftAfter(left: Left[], job: Job, answer: Answer): Left[] {
  if (job.kind !== 'sheet') return left // the sheet stands, and the present judge may confirm it
  const { request, item, code, part, marks, note, base, holder } = job
  const seq = answer.outcome === 'refused' ? null : answer.receipt.seq
  const message = answer.outcome === 'accepted' ? null : answer.message
  return [...left, { request, item, code, part, marks, note, base, holder: holder!, seq, message }]
}

/** The message that brings it to the office; `offered`: a restored journal may lack it. */
export function jobOfLeft(one: Left, rulebook: number, offered?: number): Job {
  const { request, item, code, part, marks, note, base, holder } = one
  const body = { request, kind: 'sheet' as const, item, code, part, marks, note, base, rulebook, confirm: false, version: 0 }
  const job: Job = { ...body, key: `${sheetKey(one)}@${holder}`, attempts: 0, notBefore: 0, holder, left: true }
  return offered ? { ...job, offered } : job
}

/** What a person has decided on goes; `open`: the numbers that wait still, told when the journal had come to `seq`. */
export function stillLeft(left: Left[], open: number[], seq: number): Left[] {
  return left.filter((one) => one.seq === null || one.seq > seq || open.includes(one.seq))
}
