/**
 * Only one tab of a device holds the seat. A record in IndexedDB rather than Web Locks: halls run on plain http, where
 * there are none, and read-write transactions of all tabs are one after the other, which makes taking it atomic.
 */
import type { DeviceDb, Lease } from './db.ts'

const LASTS = 6_000
const RENEWED_EACH = 2_000
const CHANNEL = 'contest-judge-lease'
/** A holder that is awake answers at once; one that was just closed, or that the device put to sleep, does not. */
const ANSWERS_WITHIN = 400

/** A lease from a clock that was turned back must not hold for hours. */
export function isHeld(lease: Lease | undefined, tab: string, now: number): boolean {
  return lease !== undefined && lease.tab !== tab && lease.until > now && lease.until - now <= LASTS
}

type Said = { tab: string; says: 'who' | 'here' | 'mine' }

export class SeatLease {
  private timer: ReturnType<typeof setInterval> | undefined
  private readonly channel = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null
  private readonly db: () => DeviceDb
  private readonly tab: string
  private readonly gone: () => void
  private holds = false
  private answered = false

  /** `gone` is told when another tab took the seat. */
  constructor(db: () => DeviceDb, tab: string, gone: () => void) {
    this.db = db
    this.tab = tab
    this.gone = gone
    if (this.channel) this.channel.onmessage = ({ data }: MessageEvent<Said>) => this.hear(data)
    window.addEventListener('pagehide', () => void this.release())
  }

  /** True when this tab now holds the seat; `force` takes it from another. */
  async take(force: boolean): Promise<boolean> {
    const free = force || (await this.write(false)) || (!(await this.isAnswered()) && this.channel !== null)
    if (!free) return false
    await this.write(true)
    this.holds = true
    this.say('mine')
    clearInterval(this.timer)
    this.timer = setInterval(() => void this.renew(), RENEWED_EACH)
    return true
  }

  private async isAnswered(): Promise<boolean> {
    this.answered = false
    this.say('who')
    await new Promise((resolve) => setTimeout(resolve, ANSWERS_WITHIN))
    return this.answered
  }

  private say(says: Said['says']): void {
    this.channel?.postMessage({ tab: this.tab, says } satisfies Said)
  }

  private hear({ says }: Said): void {
    if (says === 'here') this.answered = true
    if (says === 'who' && this.holds) this.say('here')
    if (says === 'mine' && this.holds) this.yield()
  }

  private async write(force: boolean): Promise<boolean> {
    const tx = this.db().transaction('lease', 'readwrite')
    const held = isHeld(await tx.store.get('tab'), this.tab, Date.now())
    const mine = force || !held
    if (mine) await tx.store.put({ tab: this.tab, until: Date.now() + LASTS }, 'tab')
    await tx.done
    return mine
  }

  private async renew(): Promise<void> {
    if (this.holds && !(await this.write(false))) this.yield()
  }

  private yield(): void {
    this.holds = false
    clearInterval(this.timer)
    this.gone()
  }

  private async release(): Promise<void> {
    if (!this.holds) return
    clearInterval(this.timer)
    const tx = this.db().transaction('lease', 'readwrite')
    const lease = await tx.store.get('tab')
    if (lease?.tab === this.tab) await tx.store.delete('tab')
    await tx.done
  }
}
