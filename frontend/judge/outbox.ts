/**
 * The outbox: what is to be sent, in order, each under one request id until it is answered.
 * Written strictly before the page says 已存本机; emptied only by an answer, in the transaction that keeps the answer.
 */
import { last } from '../shared/last.ts'
import { STRICT, type SeatDb } from './db.ts'
import { leftAfter } from './left.ts'
import { isOther } from './sheets.ts'
import type { Accepted, Answer, Draft, Job, KeptSheet, Left, Receipt, RefusedAnswer, SetAside } from './types.ts'

const ALL = ['meta', 'sheets', 'drafts', 'outbox'] as const
const open = (db: SeatDb) => db.transaction(ALL, 'readwrite', STRICT)
type Tx = ReturnType<typeof open>

/** Milliseconds that a message is put off at most, before the dice make it half to one and a half of that. */
export const LONGEST_WAIT = 30_000

/**
 * Queues a sheet together with its draft. An edit takes the place of a waiting sheet only while nobody can have seen
 * that one; once it was tried, its answer may be under way, and the edit waits behind it.
 */
export async function queueSheet(db: SeatDb, job: Job, draft: Draft): Promise<void> {
  const tx = open(db)
  const outbox = tx.objectStore('outbox')
  const waiting = await outbox.index('key').getAll(job.key)
  const untried = waiting.filter((one) => one.attempts === 0)
  const first = untried.find((one) => one.kind === 'sheet')
  for (const one of untried) if (one !== first) await outbox.delete(one.n!)
  if (first) await outbox.put({ ...job, n: first.n! })
  else await outbox.add(job)
  await tx.objectStore('drafts').put({ ...draft, refusal: null, aside: null })
  await tx.done
}

/** Queues what lay on the device of a judge before. */
export async function queueLeft(db: SeatDb, one: Left, job: Job): Promise<void> {
  const tx = open(db)
  const left = ((await tx.objectStore('meta').get('left')) as Left[] | undefined) ?? []
  const rest = left.filter((other) => JSON.stringify(other) !== JSON.stringify(one))
  await tx.objectStore('meta').put(rest, 'left')
  await tx.objectStore('outbox').add(job)
  await tx.done
}

/** Queues confirmations, all or none. Each is an act of its own at the door: a lost answer makes one of them go again. */
export async function queueConfirms(db: SeatDb, jobs: Job[]): Promise<void> {
  const tx = open(db)
  for (const job of jobs) await confirmOne(tx, job)
  await tx.done
}

/** Queues a member's no behind whatever waits of that sheet. */
export async function queueObjection(db: SeatDb, job: Job): Promise<void> {
  const tx = open(db)
  await tx.objectStore('outbox').add(job)
  await tx.done
}

/**
 * A sheet that is still untried is simply sent as confirmed; where there is none, nothing can be. Nor is anything where the
 * judge has typed on since, for that is not what would be confirmed: such a sheet says that it is being filled in.
 */
async function confirmOne(tx: Tx, job: Job): Promise<void> {
  const outbox = tx.objectStore('outbox')
  const waiting = await outbox.index('key').getAll(job.key)
  const [draft, kept] = await Promise.all([tx.objectStore('drafts').get(job.key), tx.objectStore('sheets').get(job.key)])
  if (!draft?.aside && isOther(draft, kept, waiting)) return
  const newest = last(waiting)
  if (newest?.kind === 'sheet' && newest.attempts === 0) await outbox.put({ ...newest, confirm: true })
  else if (!newest && !kept?.sheet.version) return
  else if (!newest || !(newest.kind === 'confirm' || newest.confirm)) await outbox.add(job)
}

/**
 * The messages that may go now, at most `most`, no two of one sheet: in order, but one that the server did not answer
 * holds up only its own sheet. With none, `wait` says in how many milliseconds there may be one. What is put off for
 * longer than anything ever is was so by a clock that has been set back since: it may go.
 */
export function nextJobs(jobs: Job[], now: number, most: number): { jobs: Job[]; wait: number | null } {
  const seen = new Set<string>()
  const ready: Job[] = []
  let wait: number | null = null
  for (const job of jobs) {
    if (ready.length === most) break
    if (seen.has(job.key)) continue
    seen.add(job.key)
    if (job.notBefore <= now || job.notBefore > now + 1.5 * LONGEST_WAIT) ready.push(job)
    else wait = Math.min(wait ?? Infinity, job.notBefore - now)
  }
  return { jobs: ready, wait: ready.length ? null : wait }
}

/** Notes that the messages are about to leave, so that after a crash nobody takes them for untried. */
export async function markAttempts(db: SeatDb, jobs: Job[]): Promise<Job[]> {
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  const tried: Job[] = []
  for (const { n } of jobs) {
    const now = await tx.store.get(n!)
    if (!now) continue
    const next = { ...now, attempts: now.attempts + 1 }
    tried.push(next)
    await tx.store.put(next)
  }
  await tx.done
  return tried
}

export async function postpone(db: SeatDb, job: Job, notBefore: number): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite', STRICT)
  const now = await tx.store.get(job.n!)
  if (now) await tx.store.put({ ...now, notBefore })
  await tx.done
}

/** Takes an answered message out and keeps what the answer changes: sheet, draft, receipt and what waits behind it. */
export async function settle(db: SeatDb, job: Job, answer: Answer): Promise<void> {
  const tx = open(db)
  await tx.objectStore('outbox').delete(job.n!)
  if (job.left) await answeredLeft(tx, job, answer)
  else if (answer.outcome === 'accepted') await accepted(tx, job, answer)
  else if (answer.outcome === 'set_aside') await setAside(tx, job, answer)
  else await refused(tx, job, answer)
  await tx.done
}

/** A sheet of a judge who sat here before: the present one's stay as they are. */
async function answeredLeft(tx: Tx, job: Job, answer: Answer): Promise<void> {
  const left = (await tx.objectStore('meta').get('left')) as Left[] | undefined
  await tx.objectStore('meta').put(leftAfter(left ?? [], job, answer), 'left')
}

async function accepted(tx: Tx, job: Job, answer: Accepted): Promise<void> {
  await keepReceipt(tx, answer)
  const old = await tx.objectStore('sheets').get(job.key)
  await tx.objectStore('sheets').put(sheetAfter(job, answer, old))
  const outbox = tx.objectStore('outbox')
  for (const behind of await outbox.index('key').getAll(job.key)) {
    await outbox.put({ ...behind, base: answer.version, version: answer.version })
  }
  const drafts = tx.objectStore('drafts')
  const draft = await drafts.get(job.key)
  if (draft) await drafts.put({ ...draft, base: answer.version, aside: null, refusal: null })
}

function sheetAfter(job: Job, answer: Accepted, old: KeptSheet | undefined): KeptSheet {
  const confirming = job.kind === 'confirm'
  const content = job.kind !== 'sheet' ? old?.sheet : { marks: job.marks, note: job.note, typed_by: null }
  return {
    key: job.key,
    receipt: answer.receipt,
    asideMarks: null,
    refusal: null,
    sent: job.kind !== 'sheet' ? (old?.sent ?? null) : job,
    sheet: {
      item: job.item,
      code: job.code,
      part: job.part,
      marks: content?.marks ?? null,
      note: content?.note ?? '',
      typed_by: content?.typed_by ?? null,
      version: answer.version,
      confirmed: answer.confirmed,
      mine_confirmed: answer.mine_confirmed ?? (confirming || job.confirm),
      team: content && 'team' in content ? content.team : null,
      set_aside: null,
    },
  }
}

async function setAside(tx: Tx, job: Job, answer: SetAside): Promise<void> {
  await keepReceipt(tx, answer)
  await dropConfirmsBehind(tx, job)
  const { reason, message, receipt, current } = answer
  const draft = (await tx.objectStore('drafts').get(job.key)) ?? draftOf(job)
  const aside = { reason, message, receipt, current, marks: job.marks, note: job.note }
  await tx.objectStore('drafts').put({ ...draft, aside, refusal: null })
  const old = await tx.objectStore('sheets').get(job.key)
  const sheet = current ?? old?.sheet
  if (!sheet) return
  const set_aside = { reason, seq: receipt.seq }
  const kept = { key: job.key, receipt: old?.receipt ?? null, asideMarks: job.marks, refusal: null }
  await tx.objectStore('sheets').put({ ...kept, sheet: { ...sheet, set_aside } })
}

async function refused(tx: Tx, job: Job, answer: RefusedAnswer): Promise<void> {
  if (job.kind !== 'sheet') return confirmRefused(tx, job, answer)
  await dropConfirmsBehind(tx, job)
  const draft = (await tx.objectStore('drafts').get(job.key)) ?? draftOf(job)
  const refusal = { code: answer.code, message: answer.message, fields: answer.fields ?? {} }
  await tx.objectStore('drafts').put({ ...draft, refusal })
}

async function confirmRefused(tx: Tx, job: Job, { code, message }: RefusedAnswer): Promise<void> {
  if (code === 'already_confirmed') return
  const kept = await tx.objectStore('sheets').get(job.key)
  if (kept) await tx.objectStore('sheets').put({ ...kept, refusal: { code, message } })
  const draft = kept ? undefined : await tx.objectStore('drafts').get(job.key)
  if (draft) await tx.objectStore('drafts').put({ ...draft, refusal: { code, message, fields: {} } })
}

function draftOf(job: Job): Draft {
  const { key, item, code, part, marks, note, base, rulebook, holder } = job
  return { key, item, code, part, typed: marks, note, base, rulebook, holder, aside: null, refusal: null }
}

/** What a judge confirmed is not what stands now: the confirmation must be given anew. */
async function dropConfirmsBehind(tx: Tx, job: Job): Promise<void> {
  const outbox = tx.objectStore('outbox')
  for (const behind of await outbox.index('key').getAll(job.key)) {
    if (behind.kind !== 'sheet') await outbox.delete(behind.n!)
  }
}

async function keepReceipt(tx: Tx, answer: Accepted | SetAside): Promise<void> {
  const newest = (await tx.objectStore('meta').get('receipt')) as Receipt | undefined
  if (newest && newest.seq > answer.receipt.seq) return
  await tx.objectStore('meta').put(answer.receipt, 'receipt')
}
