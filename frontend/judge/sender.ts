/**
 * The one loop that empties the outbox: a few sheets at a time, the messages of one sheet one after the other, each under
 * the same id until answered, waiting longer each time.
 */
import type { Text } from '../shared/i18n.ts'
import type { SeatDb } from './db.ts'
import { LONGEST_WAIT, markAttempts, nextJobs, postpone, settle } from './outbox.ts'
import type { Answer, Job, RefusedAnswer, Sent, SheetKey } from './types.ts'

/** Thrown by the line: `lost` it broke under the message (resend as soon as it is back), else silence for 8 s. */
export class NoAnswer extends Error {
  readonly lost: boolean
  constructor(lost: boolean) {
    super(lost ? 'line lost' : 'no answer in time')
    this.lost = lost
  }
}

export type Line = {
  isReady(): boolean
  ask(event: Job['kind'], body: Sent[Job['kind']]): Promise<unknown>
}

/** milliseconds until the outbox is looked into again after the device did not take what was to be kept of it */
const MEMORY_WAIT = 5_000
const HEAD = 50
/** sheets under way at once */
const WINDOW = 8

/** Milliseconds before try number `attempts` + 1, spread over half to one and a half so that a hall does not knock at once. */
export function backoff(attempts: number, dice: () => number): number {
  return Math.min(LONGEST_WAIT, 1000 * 2 ** Math.max(0, attempts - 1)) * (0.5 + dice())
}

export function isAnswer(value: unknown): value is Answer {
  if (typeof value !== 'object' || value === null || !('outcome' in value)) return false
  return ['accepted', 'set_aside', 'refused'].includes(String(value.outcome))
}

/** Refusals that say nothing about the sheet: it stays in the outbox until the seat may speak again. */
const NOT_THE_SHEET = new Set(['revoked', 'forbidden', 'no_seat', 'read_only', 'not_saved'])

/** What the office has not done again yet after a restore: a sheet that is offered waits for it. */
const NOT_YET = new Set(['not_open', 'unknown_item', 'unknown_code', 'unknown_part', 'not_your_entry'])

function isForNow(job: Job, answer: Answer): answer is RefusedAnswer {
  if (answer.outcome !== 'refused') return false
  const waits = job.offered !== undefined && NOT_YET.has(answer.code)
  return waits || answer.retry === true || NOT_THE_SHEET.has(answer.code)
}

export function bodyOf(job: Job): Sent[Job['kind']] {
  const { request, item, code, part } = job
  const holder = job.holder ?? 0
  if (job.kind === 'confirm') return { request, item, code, part, version: job.version, holder }
  if (job.kind === 'object') return { request, item, code, part, version: job.version, holder, reason: job.note }
  const { marks, note, base, rulebook, confirm, offered } = job
  const body = { request, item, code, part, marks, note, base, rulebook, confirm, holder }
  return offered ? { ...body, offered } : body
}

export class Sender {
  private running = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly db: () => SeatDb
  private readonly line: Line
  private readonly changed: (keys: SheetKey[]) => Promise<void>
  private readonly held: (why: Text | null) => void

  /**
   * `db`: of the device, as it is open now. `changed` is told of which sheets messages were answered or put off, `held`
   * what the server says where it takes none for now; null once it does again.
   */
  constructor(db: () => SeatDb, line: Line, changed: (keys: SheetKey[]) => Promise<void>, held: (why: Text | null) => void = () => undefined) {
    this.db = db
    this.line = line
    this.changed = changed
    this.held = held
  }

  /** Something was queued, or the line is back. */
  wake(): void {
    clearTimeout(this.timer)
    if (this.running || !this.line.isReady()) return
    this.running = true
    void this.drain()
      .catch((fault: unknown) => {
        this.timer = setTimeout(() => this.wake(), MEMORY_WAIT)
        throw fault
      })
      .finally(() => {
        this.running = false
      })
  }

  stop(): void {
    clearTimeout(this.timer)
  }

  private async drain(): Promise<void> {
    while (this.line.isReady()) {
      const { jobs, wait } = await this.next()
      if (jobs.length === 0) {
        if (wait !== null) this.timer = setTimeout(() => this.wake(), wait)
        return
      }
      const tried = await markAttempts(this.db(), jobs)
      await Promise.all(tried.map((job) => this.send(job)))
      await this.changed(jobs.map(({ key }) => key))
    }
  }

  /** Looks at the head of the queue only, unless all of that must wait: a day's outbox is long. */
  private async next(): Promise<{ jobs: Job[]; wait: number | null }> {
    const head = nextJobs(await this.db().getAll('outbox', null, HEAD), Date.now(), WINDOW)
    return head.wait === null ? head : nextJobs(await this.db().getAll('outbox'), Date.now(), WINDOW)
  }

  private async send(job: Job): Promise<void> {
    try {
      const answer = await this.line.ask(job.kind, bodyOf(job))
      if (!isAnswer(answer)) throw new NoAnswer(false)
      const waits = isForNow(job, answer)
      this.held(waits ? answer.message : null)
      if (waits) throw new NoAnswer(false)
      await settle(this.db(), job, answer)
    } catch (fault) {
      if (!(fault instanceof NoAnswer)) throw fault
      if (!fault.lost) await postpone(this.db(), job, Date.now() + backoff(job.attempts, Math.random))
    }
  }
}
