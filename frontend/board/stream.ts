/**
 * Keeps one board true over a line that may break: Server-Sent Events, and the snapshot fetched anew after a hole.
 *
 * No page and no rules in here. What was shown stays shown while the line is down; `heardAt` says how old it is.
 */
import { catchUp, takeFrame, takeSnapshot } from './model.ts'
import type { Board, Frame, Snapshot, Step } from './model.ts'

/** `absent`: the server knows no such board, or does not show it to us. */
export type Line = 'opening' | 'live' | 'lost' | 'absent'

/** `heardAt`: milliseconds since the epoch on this device's clock, when the server last spoke. */
export type Told = { board: Board | null; line: Line; heardAt: number | null }

export type Source = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>

/** Everything outside: replaced in tests. `fetchSnapshot` rejects when the server cannot be reached. */
export type World = {
  open(url: string): Source
  fetchSnapshot(id: string): Promise<Snapshot | 'absent'>
  now(): number
  random(): number
  later(ms: number, act: () => void): () => void
}

/** The server speaks at least every 15 s; two beats may be late before the line counts as lost. */
export const SILENCE = 40_000
/** A line that comes back within this time was never shown as lost. */
export const GRACE = 3_000
const LONGEST_WAIT = 30_000
type Timer = 'silence' | 'grace' | 'reconnect' | 'refetch'
const CLOSED = 2
const MOST_PENDING = 200

export class BoardStream {
  readonly #id: string
  readonly #tell: (told: Told) => void
  readonly #world: World
  #told: Told = { board: null, line: 'opening', heardAt: null }
  #source: Source | null = null
  /** False from a hole until the board is mended: what is shown is then older than what was heard. */
  #whole = true
  #fetching = false
  #pending: Frame[] = []
  #failures = 0
  #timers: Partial<Record<Timer, () => void>> = {}

  constructor(id: string, tell: (told: Told) => void, world: World = browser) {
    this.#id = id
    this.#tell = tell
    this.#world = world
  }

  start(): void {
    this.#failures = 0
    this.#connect()
  }

  stop(): void {
    this.#source?.close()
    this.#source = null
    for (const cancel of Object.values(this.#timers)) cancel?.()
    this.#timers = {}
  }

  /** The device woke up or its network came back: do not wait for a timer to find out. */
  wake(): void {
    if (!this.#source || this.#told.line === 'absent') return
    if (this.#world.now() - (this.#told.heardAt ?? 0) > SILENCE / 2) this.#renew()
  }

  #connect(): void {
    this.#source?.close()
    const source = this.#world.open(`/stream?boards=${encodeURIComponent(this.#id)}`)
    this.#source = source
    const hears = (act: (data: string) => void) => (event: Event) => {
      if (source !== this.#source) return
      act((event as MessageEvent<string>).data)
      this.#heard()
    }
    source.addEventListener('snapshot', hears((data) => this.#snapshotCame(data)))
    source.addEventListener('frame', hears((data) => this.#frameCame(data)))
    source.addEventListener('heartbeat', hears(() => undefined))
    source.addEventListener('open', hears(() => undefined))
    source.addEventListener('error', () => source === this.#source && this.#broke())
    this.#after('silence', SILENCE, () => this.#renew())
  }

  #renew(): void {
    this.#connect()
    void this.#refetch()
  }

  /** An EventSource retries by itself until the server answers wrongly; then it is closed for good and made anew. */
  #broke(): void {
    this.#doubt()
    if (!this.#told.board) void this.#refetch()
    if (this.#source?.readyState !== CLOSED) return
    this.#after('reconnect', this.#wait(), () => this.#renew())
  }

  #snapshotCame(data: string): void {
    const snapshot = read<Snapshot>(data, this.#id)
    if (snapshot) this.#take(takeSnapshot(this.#told.board, snapshot))
  }

  #frameCame(data: string): void {
    const frame = read<Frame>(data, this.#id)
    if (!frame) return
    if (this.#fetching) this.#pending = [...this.#pending, frame].slice(-MOST_PENDING)
    else this.#take(takeFrame(this.#told.board, frame), frame)
  }

  #take(step: Step, frame?: Frame): void {
    if (step.outcome === 'applied') return this.#show(step.board)
    if (step.outcome === 'stale') return
    this.#whole = false
    this.#doubt()
    if (frame) this.#pending = [frame]
    void this.#refetch()
  }

  async #refetch(): Promise<void> {
    if (this.#fetching) return
    this.#fetching = true
    this.#cancel('refetch')
    let whole = false
    try {
      const found = await this.#world.fetchSnapshot(this.#id)
      if (!this.#source) return
      if (found === 'absent') return this.#miss()
      whole = this.#mend(found)
    } catch {
      if (this.#source) this.#lose()
    } finally {
      this.#fetching = false
    }
    if (!whole) this.#after('refetch', this.#wait(), () => void this.#refetch())
  }

  /** True when the snapshot and the frames that came meanwhile make one board without a hole. */
  #mend(found: Snapshot): boolean {
    const opened = takeSnapshot(this.#told.board, found)
    const step = opened.outcome === 'hole' ? opened : catchUp(opened.board, this.#pending)
    this.#pending = []
    if (step.outcome === 'applied') this.#show(step.board)
    else if (opened.outcome === 'applied') this.#say({ board: step.board })
    return step.outcome === 'applied'
  }

  #miss(): void {
    if (this.#told.board) return this.#lose()
    this.stop()
    this.#say({ line: 'absent' })
  }

  #show(board: Board | null): void {
    this.#whole = true
    this.#say({ board })
    this.#heard()
  }

  #heard(): void {
    this.#after('silence', SILENCE, () => this.#renew())
    if (!this.#whole || !this.#told.board) return
    this.#failures = 0
    this.#cancel('grace')
    this.#say({ heardAt: this.#world.now(), line: 'live' })
  }

  /** A short break is mended before anyone needs to know of it. */
  #doubt(): void {
    if (!this.#timers.grace) this.#after('grace', GRACE, () => this.#lose())
  }

  #lose(): void {
    this.#say({ line: 'lost' })
  }

  #say(change: Partial<Told>): void {
    this.#told = { ...this.#told, ...change }
    this.#tell(this.#told)
  }

  /** Longer after each failure and never the same for two readers, so that a hall does not come back in one second. */
  #wait(): number {
    const longest = Math.min(LONGEST_WAIT, 2_000 * 2 ** this.#failures)
    this.#failures += 1
    return longest * (0.25 + 0.75 * this.#world.random())
  }

  #after(name: Timer, ms: number, act: () => void): void {
    this.#cancel(name)
    this.#timers[name] = this.#world.later(ms, () => {
      this.#timers[name] = undefined
      act()
    })
  }

  #cancel(name: Timer): void {
    this.#timers[name]?.()
    this.#timers[name] = undefined
  }
}

/** One stream carries several boards: what is not ours, or cannot be read, is nothing. */
function read<T extends { board: string }>(data: string, id: string): T | null {
  try {
    const value = JSON.parse(data) as T
    return value.board === id ? value : null
  } catch {
    return null
  }
}

async function fetchSnapshot(id: string): Promise<Snapshot | 'absent'> {
  const stop = AbortSignal.timeout?.(10_000)
  // no-cache: the browser asks with the ETag it holds, and a 304 gives back what it holds.
  const reply = await fetch(`/boards/${encodeURIComponent(id)}`, { cache: 'no-cache', ...(stop && { signal: stop }) })
  if ([401, 403, 404].includes(reply.status)) return 'absent'
  if (!reply.ok) throw new Error(`the board answered ${reply.status}`)
  return (await reply.json()) as Snapshot
}

export const browser: World = {
  open: (url) => new EventSource(url),
  fetchSnapshot,
  now: () => Date.now(),
  random: () => Math.random(),
  later(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}
