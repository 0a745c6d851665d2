/**
 * Sheets of a seat that this device sat at before: they wait in that seat's own database. While the seat's token is good
 * they go out under it, over a line of their own; else the judge is told where they wait. Fetched where there are any.
 */
import { keepHello, openDevice, openSeat, STRICT, type SeatDb } from './db.ts'
import { partLeft } from './left.ts'
import { Sender } from './sender.ts'
import { isDirty, keptSheets } from './sheets.ts'
import { JudgeLine, type LineState } from './socket.ts'
import { formerKey, type Device, type Hello, type Receipt } from './types.ts'

/** `sent`: messages that wait · `typed`: sheets that were typed, and never sent */
type Heap = { sent: number; typed: number }

export class FormerSeat {
  heap = $state.raw<Heap>({ sent: 0, typed: 0 })
  line = $state<LineState | 'revoked'>('connecting')
  readonly device: Device
  private readonly app: string
  private judgeLine: JudgeLine | null = null
  private sender: Sender | null = null
  private receipt: Receipt | null = null
  private closed = false

  constructor(device: Device, app: string) {
    this.device = device
    this.app = app
  }

  async open(): Promise<void> {
    const db = await openSeat(this.device)
    await partLeft(db, this.device.holder ?? 0)
    await this.count(db)
    if (this.closed || !this.heap.sent) return
    this.sender = new Sender(() => db, (this.judgeLine = this.newLine(db)), () => this.count(db))
    this.judgeLine.start()
  }

  close(): void {
    this.closed = true
    this.judgeLine?.stop()
    this.sender?.stop()
  }

  private newLine(db: SeatDb): JudgeLine {
    return new JudgeLine(this.device.token, {
      greeting: () => ({
        ...{ receipt: this.receipt, unsent: this.heap.sent, app: this.app },
        ...{ visible: document.visibilityState === 'visible', practised: this.device.practised ?? false },
      }),
      state: (state) => {
        this.line = state
        if (state === 'online') this.sender?.wake()
      },
      heard: () => undefined,
      hello: (answer) => this.greeted(db, answer),
      refused: () => undefined,
      revoked: () => {
        this.close()
        this.line = 'revoked'
      },
    })
  }

  private async greeted(db: SeatDb, hello: Hello): Promise<void> {
    await keepHello(db, hello, keptSheets(hello.sheets))
    await this.count(db)
  }

  /** Where nothing is left, the device needs to know of the seat no longer. */
  private async count(db: SeatDb): Promise<void> {
    const [jobs, drafts, sheets] = await Promise.all([db.getAll('outbox'), db.getAll('drafts'), db.getAll('sheets')])
    const kept = new Map(sheets.map((one) => [one.key, one]))
    const waiting = new Set(jobs.map(({ key }) => key))
    const typed = drafts.filter((draft) => !draft.aside && !waiting.has(draft.key) && isDirty(draft, kept.get(draft.key)))
    this.receipt = ((await db.get('meta', 'receipt')) as Receipt | undefined) ?? null
    this.heap = { sent: waiting.size, typed: typed.length }
    if (waiting.size) return
    this.close()
    if (!typed.length) await forget(this.device)
  }
}

async function forget(device: Device): Promise<void> {
  const db = await openDevice()
  const tx = db.transaction('device', 'readwrite', STRICT)
  await Promise.all([tx.store.delete(formerKey(device)), tx.done])
  db.close()
}
