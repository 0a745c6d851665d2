/**
 * Touches that wait for the server: each is kept on the tablet before it is sent, under the key that makes it one act
 * however often it is sent, and leaves only when it was answered. What the server refuses goes to a person.
 */
import { Refused, Unreachable } from '../shared/api.ts'

export interface Waiting<B> { key: string; at: number; body: B }
export interface Refusal<B> { job: Waiting<B>; why: Refused }
export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const AGAIN = 2_000 // ms between two tries
/** Refusals that say nothing of the act itself: who asks has to sign in again, wait, or the server stumbled. */
const LATER = (fault: Refused) => fault.status >= 500 || [401, 403, 429].includes(fault.status)

export interface Wires<B> {
  /** where the jobs lie: `floor/cup/wall/checkin/` */
  prefix: string
  send: (job: Waiting<B>) => Promise<void>
  /** what waits, or was refused, changed */
  changed: () => void
  storage?: Kept | null
  pause?: (ms: number) => Promise<void>
}

export class Outbox<B> {
  waiting: Waiting<B>[] = []
  refused: Refusal<B>[] = []
  /** the tablet would not keep them: they last as long as the page */
  unkept = false
  private busy = false
  private over = false
  private readonly wires: Wires<B>

  constructor(wires: Wires<B>) {
    this.wires = wires
    this.waiting = this.load()
    void this.run()
  }

  add(key: string, at: number, body: B): void {
    const job = { key, at, body }
    this.waiting = [...this.waiting, job]
    try {
      this.storage?.setItem(this.wires.prefix + key, JSON.stringify(job))
    } catch {
      this.unkept = true
    }
    this.wires.changed()
    void this.run()
  }

  dismiss(key: string): void {
    this.refused = this.refused.filter(({ job }) => job.key !== key)
    this.wires.changed()
  }

  /** The page is left; what waits lies on the tablet. */
  stop(): void {
    this.over = true
  }

  private get storage(): Kept | null {
    return this.wires.storage === undefined ? localStorage : this.wires.storage
  }

  private load(): Waiting<B>[] {
    const found: Waiting<B>[] = []
    for (let i = 0; i < (this.storage?.length ?? 0); i += 1) {
      const name = this.storage!.key(i)!
      if (name.startsWith(this.wires.prefix)) found.push(JSON.parse(this.storage!.getItem(name)!) as Waiting<B>)
    }
    return found.sort((a, b) => a.at - b.at)
  }

  private async run(): Promise<void> {
    if (this.busy) return
    this.busy = true
    while (this.waiting.length && !this.over) {
      const job = this.waiting[0]!
      try {
        await this.wires.send(job)
        this.done(job)
      } catch (fault) {
        if (fault instanceof Refused && !LATER(fault)) this.done(job, fault)
        else if (fault instanceof Refused || fault instanceof Unreachable) await this.pause(AGAIN)
        else throw fault
      }
    }
    this.busy = false
  }

  private pause(ms: number): Promise<void> {
    return this.wires.pause?.(ms) ?? new Promise((done) => setTimeout(done, ms))
  }

  private done(job: Waiting<B>, why?: Refused): void {
    this.waiting = this.waiting.filter(({ key }) => key !== job.key)
    this.storage?.removeItem(this.wires.prefix + job.key)
    if (why) this.refused = [...this.refused, { job, why }]
    this.wires.changed()
  }
}
