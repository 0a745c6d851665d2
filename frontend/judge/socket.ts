/** The judges' line: one websocket, hello first, every question answered within 8 s or the line is made anew. */
import { io, type Socket } from 'socket.io-client'
import type { Text } from '../shared/i18n.ts'
import { NoAnswer } from './sender.ts'
import type { Hello, Receipt, RefusedAnswer } from './types.ts'

const ANSWER_WITHIN = 8_000
/** Several changes in one moment are one hello; the spread keeps a hall of tablets from asking at once. */
const CHANGED_WAIT = 150
const CHANGED_SPREAD = 350
const RETRY_WAIT = 2_000
/** A door that says no for now, unlike one that does not know this device. */
const FOR_NOW = new Set(['busy', 'too_many', 'try_later', 'not_ready'])

export type LineState = 'connecting' | 'online' | 'offline'
export type Greeting = { receipt: Receipt | null; unsent: number; app: string; visible: boolean }
export type LineEvents = {
  greeting(): Greeting
  state(state: LineState): void
  heard(): void
  hello(answer: Hello): Promise<void>
  refused(answer: RefusedAnswer): void
  revoked(message: Text | null): void
}

type DoorFault = Error & { data?: { code?: string; message?: Text } }

export class JudgeLine {
  private readonly socket: Socket
  private readonly events: LineEvents
  private ready = false
  private over = false
  private soon: ReturnType<typeof setTimeout> | undefined

  constructor(token: string, events: LineEvents) {
    this.events = events
    this.socket = io('/judging', {
      path: '/socket.io',
      transports: ['websocket'],
      auth: { token },
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      randomizationFactor: 0.5,
      timeout: 6_000,
    })
    this.socket.on('connect', () => void this.greet())
    this.socket.on('disconnect', (reason) => this.lost(reason))
    this.socket.on('connect_error', (fault: DoorFault) => this.shut(fault))
    this.socket.on('changed', () => this.greetSoon())
    this.socket.on('revoked', (body: { message?: Text } | undefined) => this.revoke(body?.message ?? null))
    this.socket.io.on('ping', () => events.heard())
  }

  start(): void {
    this.events.state('connecting')
    this.socket.connect()
    window.addEventListener('online', this.probe)
    document.addEventListener('visibilitychange', this.probe)
  }

  stop(): void {
    this.over = true
    this.ready = false
    clearTimeout(this.soon)
    window.removeEventListener('online', this.probe)
    document.removeEventListener('visibilitychange', this.probe)
    this.socket.disconnect()
  }

  isReady(): boolean {
    return this.ready && this.socket.connected
  }

  /** Resolves to the server's answer; rejects with NoAnswer. Never waits in a buffer: an unsent message stays ours. */
  async ask(event: string, body: unknown): Promise<unknown> {
    if (!this.socket.connected) throw new NoAnswer(true)
    try {
      const answer: unknown = await this.socket.timeout(ANSWER_WITHIN).emitWithAck(event, body)
      this.events.heard()
      this.heed(answer)
      return answer
    } catch {
      const lost = !this.socket.connected
      if (!lost) this.renew()
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
    if (this.over || document.visibilityState === 'hidden') return
    if (this.socket.connected) void this.ask('ping_me', {}).catch(() => undefined)
    else this.socket.connect()
  }

  private renew(): void {
    this.socket.io.engine.close()
  }

  private async greet(): Promise<void> {
    try {
      const answer = (await this.ask('hello', this.events.greeting())) as Hello | RefusedAnswer
      if (answer.outcome !== 'accepted') return this.events.refused(answer)
      await this.events.hello(answer)
      this.ready = true
      this.events.state('online')
    } catch (fault) {
      if (!(fault instanceof NoAnswer)) throw fault
    }
  }

  private greetSoon(): void {
    this.events.heard()
    clearTimeout(this.soon)
    this.soon = setTimeout(() => void this.greet(), CHANGED_WAIT + Math.random() * CHANGED_SPREAD)
  }

  private lost(reason: string): void {
    this.ready = false
    if (this.over) return
    this.events.state('offline')
    if (reason === 'io server disconnect') this.again()
  }

  private shut(fault: DoorFault): void {
    if (this.over) return
    this.events.state('offline')
    if (this.socket.active) return
    if (fault.data?.code && !FOR_NOW.has(fault.data.code)) this.revoke(fault.data.message ?? null)
    else this.again()
  }

  /** The client library does not come back by itself after the server hung up. */
  private again(): void {
    setTimeout(() => {
      if (!this.over) this.socket.connect()
    }, RETRY_WAIT * (0.5 + Math.random()))
  }

  private revoke(message: Text | null): void {
    this.stop()
    this.events.revoked(message)
  }
}
