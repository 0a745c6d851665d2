/**
 * One connection: Socket.IO's protocol 5 on Engine.IO's 4, over one websocket, as much of both as the judges' line needs
 * (socket.io/docs/v4/socket-io-protocol). The client library does more and weighs 9 kB more. Coming back is socket.ts's task.
 */
import type { Text } from '../shared/i18n.ts'

export type DoorFault = { code?: string; message?: Text }
export type WireEvents = {
  /** the namespace let us in */
  open(): void
  event(name: string, body: unknown): void
  heard(): void
  /** over, once; `fault` is what the door said where it did not let us in */
  closed(fault: DoorFault | null): void
}

const PATH = '/socket.io/?EIO=4&transport=websocket'
const NAMESPACE = '/judging'
const OPENS_WITHIN = 6_000

type Waiting = { resolve(answer: unknown): void; reject(): void }
type Opened = { pingInterval: number; pingTimeout: number }

export class Wire {
  isOpen = false
  private over = false
  private readonly events: WireEvents
  private readonly token: string
  private readonly socket: WebSocket
  private readonly waiting = new Map<number, Waiting>()
  private asked = 0
  /** milliseconds of silence after which the other side counts as gone */
  private silence = OPENS_WITHIN
  private watch: ReturnType<typeof setTimeout> | undefined

  constructor(token: string, events: WireEvents) {
    this.token = token
    this.events = events
    const { protocol, host } = location
    this.socket = new WebSocket(`${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}${PATH}`)
    this.socket.onmessage = ({ data }: MessageEvent<unknown>) => this.hear(String(data))
    this.socket.onclose = () => this.end(null)
    this.heed()
  }

  /** Resolves to the answer; rejects when the connection ends or `within` milliseconds pass. Nothing waits in a buffer. */
  ask(event: string, body: unknown, within: number): Promise<unknown> {
    if (!this.isOpen) return Promise.reject(new Error('not open'))
    const id = this.asked++
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.settle(id)?.reject(), within)
      this.waiting.set(id, {
        resolve: (answer) => (clearTimeout(timer), resolve(answer)),
        reject: () => (clearTimeout(timer), reject(new Error('no answer'))),
      })
      this.socket.send(`42${NAMESPACE},${id}${JSON.stringify([event, body])}`)
    })
  }

  /** Ends it at once: a half-open line may never say that it has closed. */
  close(): void {
    this.end(null)
  }

  private settle(id: number): Waiting | undefined {
    const one = this.waiting.get(id)
    this.waiting.delete(id)
    return one
  }

  private heed(): void {
    clearTimeout(this.watch)
    this.watch = setTimeout(() => this.end(null), this.silence)
  }

  private end(fault: DoorFault | null): void {
    if (this.over) return
    this.over = true
    this.isOpen = false
    clearTimeout(this.watch)
    this.socket.onmessage = this.socket.onclose = null
    this.socket.close()
    for (const id of [...this.waiting.keys()]) this.settle(id)?.reject()
    this.events.closed(fault)
  }

  /** Engine.IO: 0 open, 1 close, 2 ping, 4 message. */
  private hear(frame: string): void {
    const rest = frame.slice(1)
    if (frame[0] === '0') this.opened(JSON.parse(rest) as Opened)
    else if (frame[0] === '1') return this.end(null)
    else if (frame[0] === '2') this.pong()
    else if (frame[0] === '4') this.packet(rest)
    if (!this.over && this.isOpen) this.heed()
  }

  private opened({ pingInterval, pingTimeout }: Opened): void {
    this.silence = pingInterval + pingTimeout
    this.socket.send(`40${NAMESPACE},${JSON.stringify({ token: this.token })}`)
  }

  private pong(): void {
    this.socket.send('3')
    this.events.heard()
  }

  /** Socket.IO: 0 connected, 1 disconnected, 2 event, 3 answer, 4 not let in; then `/judging,`, an answer's id, JSON. */
  private packet(text: string): void {
    const [, kind, id, json] = /^([0-4])(?:\/[^,]*,?)?([0-9]*)([^]*)$/.exec(text) ?? []
    const body: unknown = json ? JSON.parse(json) : null
    if (kind === '0') {
      this.isOpen = true
      this.events.open()
    } else if (kind === '1') this.end(null)
    else if (kind === '2') this.events.event(...(body as [string, unknown]))
    else if (kind === '3') this.settle(Number(id))?.resolve((body as unknown[])[0])
    else if (kind === '4') this.end((body as { data?: DoorFault } | null)?.data ?? {})
  }
}
