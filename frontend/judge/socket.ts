/** The judges' line: one websocket, hello first, every question answered within 8 s or the line is made anew. */
import type { Text } from '../shared/i18n.ts'
import { NoAnswer } from './sender.ts'
import type { Hello, RefusedAnswer, Sent } from './types.ts'
import { Wire, type DoorFault } from './wire.ts'

const ANSWER_WITHIN = 8_000
/** Several changes in one moment are one hello; the spread keeps a hall of tablets from asking at once. */
const CHANGED_WAIT = 150
const CHANGED_SPREAD = 350
/** Half a second, then twice as long each time, to five; spread over half to one and a half. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 5_000
/** A door that says no for now, unlike one that does not know this device. */
const FOR_NOW = new Set(['busy', 'too_many', 'try_later', 'not_ready'])

/** How often the office hears how a device is. */
const BEAT = 10_000

export type LineState = 'connecting' | 'online' | 'offline'
export type Greeting = Required<Sent['hello']>
export type LineEvents = {
  greeting(): Greeting
  state(state: LineState): void
  heard(): void
  hello(answer: Hello): Promise<void>
  refused(answer: RefusedAnswer): void
  revoked(message: Text | null): void
}

export class JudgeLine {
  private readonly token: string
  private readonly events: LineEvents
  private wire: Wire | null = null
  private ready = false
  private over = false
  private tries = 0
  private soon: ReturnType<typeof setTimeout> | undefined
  private later: ReturnType<typeof setTimeout> | undefined
  private beating: ReturnType<typeof setInterval> | undefined
  /** milliseconds the last beat took */
  private rtt: number | null = null

  constructor(token: string, events: LineEvents) {
    this.token = token
    this.events = events
  }

  start(): void {
    this.events.state('connecting')
    this.dial()
    this.beating = setInterval(() => void this.beat(), BEAT)
    window.addEventListener('online', this.probe)
    document.addEventListener('visibilitychange', this.probe)
  }

  stop(): void {
    this.over = true
    this.ready = false
    clearTimeout(this.soon)
    clearTimeout(this.later)
    clearInterval(this.beating)
    window.removeEventListener('online', this.probe)
    document.removeEventListener('visibilitychange', this.probe)
    this.wire?.close()
  }

  isReady(): boolean {
    return this.ready && this.wire !== null
  }

  /** Resolves to the server's answer; rejects with NoAnswer. Never waits in a buffer: an unsent message stays ours. */
  async ask<Event extends keyof Sent>(event: Event, body: Sent[Event]): Promise<unknown> {
    const wire = this.wire
    if (!wire?.isOpen) throw new NoAnswer(true)
    try {
      const answer = await wire.ask(event, body, ANSWER_WITHIN)
      this.events.heard()
      this.heed(answer)
      return answer
    } catch {
      const lost = !wire.isOpen
      wire.close()
      throw new NoAnswer(lost)
    }
  }

  /** Revoked while the line was open: no later answer will be another one. A refusal may come from an old desk. */
  private heed(answer: unknown): void {
    const { outcome, code, message } = (answer ?? {}) as Partial<RefusedAnswer>
    if (outcome !== 'refused') return
    if (code === 'revoked') this.revoke(message ?? null)
    else if (this.ready) this.greetSoon()
  }

  /** A tablet that wakes, or finds its Wi-Fi again, does not wait for a timeout to learn how things are. */
  private probe = (): void => {
    if (this.over) return
    if (this.wire?.isOpen) void this.beat()
    else if (!this.wire && document.visibilityState !== 'hidden') this.dial()
  }

  /** Says how the device is; the answer says that the line is alive. */
  private async beat(): Promise<void> {
    if (!this.ready) return
    const { unsent, visible } = this.events.greeting()
    const asked = performance.now()
    try {
      await this.ask('ping_me', { unsent, visible, rtt: this.rtt })
      this.rtt = Math.round(performance.now() - asked)
    } catch (fault) {
      if (!(fault instanceof NoAnswer)) throw fault
    }
  }

  private dial(): void {
    clearTimeout(this.later)
    if (this.over) return
    this.wire = new Wire(this.token, {
      open: () => void this.greet(),
      event: (name, body) => this.told(name, body as { message?: Text } | undefined),
      heard: this.events.heard,
      closed: (fault) => this.lost(fault),
    })
  }

  private told(name: string, body: { message?: Text; at_once?: boolean } | undefined): void {
    if (name === 'changed') this.greetSoon(body?.at_once)
    if (name === 'revoked') this.revoke(body?.message ?? null)
  }

  private async greet(): Promise<void> {
    try {
      const answer = (await this.ask('hello', this.events.greeting())) as Hello | RefusedAnswer
      if (answer.outcome !== 'accepted') return this.events.refused(answer)
      await this.events.hello(answer)
      this.ready = true
      this.tries = 0
      this.events.state('online')
    } catch (fault) {
      if (fault instanceof NoAnswer) return
      this.wire?.close() // what was told could not be kept: it is to be told again
      throw fault
    }
  }

  /** A hall's tablets do not ask all at once; the few of a panel that show their marks together do. */
  private greetSoon(atOnce = false): void {
    this.events.heard()
    clearTimeout(this.soon)
    this.soon = setTimeout(() => void this.greet(), atOnce ? 0 : CHANGED_WAIT + Math.random() * CHANGED_SPREAD)
  }

  private lost(fault: DoorFault | null): void {
    this.wire = null
    this.ready = false
    if (this.over) return
    this.events.state('offline')
    if (fault?.code && !FOR_NOW.has(fault.code)) return this.revoke(fault.message ?? null)
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++) * (0.5 + Math.random())
    this.later = setTimeout(() => this.dial(), wait)
  }

  private revoke(message: Text | null): void {
    this.stop()
    this.events.revoked(message)
  }
}
