/** Who sits here and how the line is: the device's seat, its tab, its socket. What the judge marks is in desk.svelte.ts. */
import { post, Refused } from '../shared/api.ts'
import { pick, type Text } from '../shared/i18n.ts'
import { randomId } from '../shared/id.ts'
import { formerSeats, openDevice, openSeat, STRICT, takeSeat, tryToKeep, type DeviceDb, type SeatDb } from './db.ts'
import { desk } from './desk.svelte.ts'
import { keepForGood, stayAwake } from './device.ts'
import { SeatLease } from './lease.ts'
import { renewal } from './renewal.svelte.ts'
import { Sender } from './sender.ts'
import { JudgeLine, type LineState } from './socket.ts'
import { go, route } from './route.svelte.ts'
import { sheetKey, type Device, type Hello, type Sent } from './types.ts'
import { deviceLabel, letIn } from './waiting.ts'

/** What the device board calls this page: the digest in the name of the script that was built from it. */
export const APP = `judge ${import.meta.url.slice(-11, -3)}`
/** What a browser says of a memory that it has closed under the page: iOS does that to pages in the background. */
const CLOSED = new Set(['InvalidStateError', 'UnknownError'])
/** Milliseconds on a clock that nobody sets, unlike a tablet's. */
const passed = () => performance.timeOrigin + performance.now()
const succeeds = (asked: Promise<unknown>) => asked.then(() => true, () => false)

export type Phase = 'opening' | 'no_storage' | 'pairing' | 'elsewhere' | 'revoked' | 'ready'

class Judging {
  phase = $state<Phase>('opening')
  device = $state.raw<Device | null>(null)
  line = $state<LineState>('connecting')
  heardAt = $state<number | null>(null)
  /** since when the line has been down; null while it is up */
  lostAt = $state<number | null>(null)
  now = $state(passed())
  /** how far the server's clock is ahead of `now`, from its last whole answer */
  ahead = $state(0)
  /** a sentence of the server that concerns the whole seat */
  said = $state.raw<Text | null>(null)
  /** why the server takes no sheets for now */
  held = $state.raw<Text | null>(null)
  pairing = $state.raw<string | null>(null)
  /** seats that this device sat at before, while something of theirs may lie here */
  former = $state.raw<Device[]>([])
  /** this device, while the chief has not let it in */
  waiting = $state.raw<Device | null>(null)

  /** what this device will be known by, should it be paired now: sent again it is the same pairing */
  private readonly key = randomId() + randomId()
  private deviceDb: DeviceDb | null = null
  private db: SeatDb | null = null
  private isMending = false
  private lease: SeatLease | null = null
  private judgeLine: JudgeLine | null = null
  private sender: Sender | null = null
  /** the line of the last call that this page opened */
  private heeded = 0

  async open(pairingToken: string | null): Promise<void> {
    setInterval(() => (this.now = passed()), 1000)
    this.pairing = pairingToken
    try {
      this.deviceDb = await openDevice()
      this.device = (await this.deviceDb.get('device', 'seat')) ?? null
      this.waiting = pairingToken ? null : ((await this.deviceDb.get('device', 'waiting')) ?? null)
    } catch {
      this.phase = 'no_storage'
      return
    }
    this.lease = new SeatLease(() => this.deviceDb!, randomId(), () => this.leave())
    if (this.waiting || !this.device || pairingToken) this.phase = 'pairing'
    else await this.sit(false)
  }

  /** Refused or Unreachable of shared/api on failure; DOMException where the device keeps nothing: then it is to be tried
   * again on this page, which is the same pairing. */
  async pair(pin: string): Promise<void> {
    await tryToKeep(this.deviceDb!)
    const body = { token: this.pairing!, pin, device: deviceLabel(navigator.userAgent), key: this.key }
    const device = await post('/api/pair', body)
    if (device.waiting) {
      await this.keep(device, 'waiting')
      this.pairing = null
      this.waiting = device
    } else await this.take(device)
  }

  /** Leaves the link: the seat that this device has goes on. */
  async goOn(): Promise<void> {
    this.pairing = null
    await this.sit(false)
  }

  /** Until the chief has decided on this device. Throws Refused for a no. */
  async wait(): Promise<void> {
    const waiting = this.waiting
    if (!waiting) return
    try {
      const device = await letIn(waiting, () => this.waiting === waiting)
      if (device) await this.take(device)
    } catch (fault) {
      if (fault instanceof Refused) {
        await this.deviceDb!.delete('device', 'waiting')
        this.waiting = null
      }
      throw fault
    }
  }

  private async take(device: Device): Promise<void> {
    await takeSeat(this.deviceDb!, device)
    this.pairing = this.waiting = null
    this.device = device
    await this.sit(true)
  }

  private async keep(device: Device, as: 'seat' | 'waiting'): Promise<void> {
    const tx = this.deviceDb!.transaction('device', 'readwrite', STRICT)
    await Promise.all([tx.store.put(device, as), tx.done])
  }

  /** Takes the seat in this tab: what is on the device first, the line after. */
  async sit(force: boolean): Promise<void> {
    try {
      if (!(await this.lease!.take(force))) {
        this.phase = 'elsewhere'
        return
      }
      await this.layOut()
    } catch {
      this.phase = 'no_storage'
      return
    }
    this.phase = 'ready'
    this.judgeLine = this.newLine(this.device!.token)
    this.sender = new Sender(() => this.db!, this.judgeLine, (keys) => desk.loadSome(keys), (why) => (this.held = why))
    this.judgeLine.start()
    stayAwake()
    keepForGood()
  }

  private async layOut(): Promise<void> {
    this.db = await openSeat(this.device!)
    await desk.layOut(this.db, this.device!.holder ?? 0, () => this.sender?.wake())
    this.former = await formerSeats(this.deviceDb!) // each opens its own anew, too
  }

  /** A write failed: into a memory that was closed, which is opened anew, or the device took no more. */
  unkept({ name }: DOMException): void {
    if (this.phase !== 'ready' || !CLOSED.has(name)) desk.isFull = true
    else if (!this.isMending) void this.mend()
  }

  private async mend(): Promise<void> {
    this.isMending = true
    try {
      const isOpen = await Promise.all([succeeds(this.deviceDb!.count('lease')), succeeds(this.db!.count('meta'))])
      if (isOpen.every(Boolean)) throw new Error('open, and yet it took nothing')
      this.deviceDb = await openDevice()
      await this.layOut()
      desk.isFull = false
      desk.saveAgain()
      this.sender?.wake()
    } catch {
      desk.isFull = true
    } finally {
      this.isMending = false
    }
  }

  private newLine(token: string): JudgeLine {
    return new JudgeLine(token, {
      greeting: () => ({
        receipt: desk.receipt,
        unsent: desk.jobs.length,
        app: APP,
        visible: document.visibilityState === 'visible',
        practised: this.device?.practised ?? false,
      }),
      state: (state) => this.setLine(state),
      heard: () => (this.heardAt = passed()),
      hello: (answer) => this.greeted(answer),
      refused: (answer) => (this.said = answer.message),
      revoked: (message) => this.revoked(message),
    })
  }

  /** Asks something that nothing waits for: no outbox, no second try. NoAnswer where the line is down. */
  ask<Event extends keyof Sent>(event: Event, body: Sent[Event]): Promise<unknown> {
    return this.judgeLine!.ask(event, body)
  }

  /** The judge has marked a sample on this device; it is remembered until it is paired anew. */
  async practised(): Promise<void> {
    this.device = { ...this.device!, practised: true }
    await this.keep(this.device, 'seat')
  }

  private setLine(state: LineState): void {
    this.line = state
    this.lostAt = state === 'online' ? null : (this.lostAt ?? passed())
    if (state !== 'online') return
    this.sender?.wake()
    renewal.look()
  }

  private async greeted(hello: Hello): Promise<void> {
    const { holder } = hello.seat
    // Paired before devices knew who sat there: what the server says now holds.
    if (holder && !this.device!.holder) await this.keep((this.device = { ...this.device!, holder }), 'seat')
    await desk.greeted(hello)
    this.said = hello.handed_over ?? null
    this.heardAt = passed()
    this.ahead = Date.parse(hello.now) - this.heardAt
    this.heedCall(hello)
  }

  /** Opens the entry that was called to the stage, once a call; a sheet that is being typed stays open. */
  private heedCall({ called = [] }: Hello): void {
    const newest = called.reduce<(typeof called)[number] | null>((a, b) => (a && a.seq > b.seq ? a : b), null)
    if (!newest || newest.seq === this.heeded) return
    this.heeded = newest.seq
    if (!route.sheet || desk.standing(route.sheet).word !== 'draft') go(sheetKey(newest))
  }

  private revoked(message: Text | null): void {
    this.said = message
    this.sender?.stop()
    this.phase = 'revoked'
  }

  private leave(): void {
    this.judgeLine?.stop()
    this.sender?.stop()
    this.phase = 'elsewhere'
  }

  get seatName(): string {
    return pick((desk.hello?.seat ?? this.device?.seat)?.name)
  }
}

export const judging = new Judging()
