import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { digestOf } from './model.ts'
import type { Frame, Head, Row, Snapshot } from './model.ts'
import { BoardStream, GRACE, SILENCE } from './stream.ts'
import type { Told, World } from './stream.ts'

const id = 'datong.masonry'

function row(key: string, score: string): Row {
  return { key, code: key, name: null, unit: null, score, parts: {}, done: [], provisional: [], status: null, award: null }
}

function snapshot(n: number, ...rows: Row[]): Snapshot {
  const places = rows.map((_, i) => [i + 1, 0] as const)
  return { board: id, n, digest: digestOf(rows, places), head: { judged: n, epoch: 0 } as Head, rows, places }
}

/** The frame after which the board has one more row at its end. */
function grown(since: number, before: Row[], added: Row): Frame {
  const { n, digest } = snapshot(since + 1, ...before, added)
  const window = { at: before.length, remove: 0, keys: [added.key], places: [[before.length + 1, 0] as const] }
  return { board: id, since, n, digest, head: { judged: n }, rows: [added], window }
}

class FakeSource {
  readyState = 1
  readonly #ears: Record<string, (event: Event) => void> = {}

  addEventListener(name: string, ear: unknown): void {
    this.#ears[name] = ear as (event: Event) => void
  }

  close(): void {
    this.readyState = 2
  }

  says(name: string, value: unknown = {}): void {
    this.#ears[name]?.({ data: JSON.stringify(value) } as MessageEvent<string>)
  }

  breaks(forGood: boolean): void {
    this.readyState = forGood ? 2 : 0
    this.#ears.error?.(new Event('error'))
  }
}

class FakeServer implements World {
  sources: FakeSource[] = []
  fetches = 0
  answer: () => Promise<Snapshot | 'absent'> = () => Promise.reject(new Error('down'))

  get source(): FakeSource {
    return this.sources[this.sources.length - 1]!
  }

  open = (): FakeSource => {
    this.sources.push(new FakeSource())
    return this.source
  }

  fetchSnapshot = (): Promise<Snapshot | 'absent'> => {
    this.fetches += 1
    return this.answer()
  }

  now = (): number => Date.now()
  random = (): number => 0.5

  later = (ms: number, act: () => void): (() => void) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  }
}

let server: FakeServer
let told: Told
let stream: BoardStream

const keys = () => told.board?.order.join('')
const a = row('a', '91.50')
const b = row('b', '90.00')
const c = row('c', '80.00')

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  server = new FakeServer()
  stream = new BoardStream(id, (now) => (told = now), server)
  stream.start()
})

afterEach(() => {
  stream.stop()
  vi.useRealTimers()
})

describe('a board on the line', () => {
  it('shows the snapshot and then each frame', () => {
    server.source.says('snapshot', snapshot(1, a))
    server.source.says('frame', grown(1, [a], b))
    expect(keys()).toBe('ab')
    expect(told.line).toBe('live')
    expect(server.fetches).toBe(0)
  })

  it('leaves alone what belongs to another board of the same stream', () => {
    server.source.says('snapshot', snapshot(1, a))
    server.source.says('snapshot', { ...snapshot(9, b), board: 'datong.painting' })
    expect(keys()).toBe('a')
  })

  it('knows from heartbeats alone that it is still true', async () => {
    server.source.says('snapshot', snapshot(1, a))
    for (let beat = 0; beat < 10; beat += 1) {
      await vi.advanceTimersByTimeAsync(15_000)
      server.source.says('heartbeat')
    }
    expect(told).toMatchObject({ line: 'live', heardAt: Date.now() })
    expect(server.sources).toHaveLength(1)
  })
})

describe('a lost frame', () => {
  beforeEach(() => server.source.says('snapshot', snapshot(1, a)))

  it('is mended by the snapshot, and nobody sees a lost line', async () => {
    server.answer = async () => snapshot(3, a, b, c)
    server.source.says('frame', grown(2, [a, b], c))
    await vi.advanceTimersByTimeAsync(0)
    expect(keys()).toBe('abc')
    expect(told.line).toBe('live')
  })

  it('is mended also when the snapshot is older than the frame', async () => {
    server.answer = async () => snapshot(2, a, b)
    server.source.says('frame', grown(2, [a, b], c))
    await vi.advanceTimersByTimeAsync(0)
    expect(keys()).toBe('abc')
  })

  it('shows as a lost line while it cannot be mended, whatever else is heard', async () => {
    const heard = Date.now()
    await vi.advanceTimersByTimeAsync(5_000)
    server.source.says('frame', grown(2, [a, b], c))
    await vi.advanceTimersByTimeAsync(GRACE)
    server.source.says('heartbeat')
    expect(told).toMatchObject({ line: 'lost', heardAt: heard })
    expect(keys()).toBe('a')
    server.answer = async () => snapshot(3, a, b, c)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told.line).toBe('live')
    expect(keys()).toBe('abc')
  })

  it('asks once, not once a frame', async () => {
    let give: (found: Snapshot) => void = () => undefined
    server.answer = () => new Promise((resolve) => (give = resolve))
    server.source.says('frame', grown(2, [a, b], c))
    server.source.says('frame', grown(3, [a, b, c], row('d', '70.00')))
    give(snapshot(3, a, b, c))
    await vi.advanceTimersByTimeAsync(0)
    expect(server.fetches).toBe(1)
    expect(keys()).toBe('abcd')
  })
})

describe('a broken line', () => {
  beforeEach(() => server.source.says('snapshot', snapshot(1, a)))

  it('is not mentioned when it comes back at once', async () => {
    server.source.breaks(false)
    await vi.advanceTimersByTimeAsync(GRACE - 1)
    server.source.says('open')
    await vi.advanceTimersByTimeAsync(GRACE)
    expect(told.line).toBe('live')
  })

  it('keeps what was shown, with the time of the last truth', async () => {
    const heard = Date.now()
    server.source.breaks(false)
    await vi.advanceTimersByTimeAsync(GRACE)
    expect(told).toMatchObject({ line: 'lost', heardAt: heard })
    expect(keys()).toBe('a')
  })

  it('is made anew when the browser has given it up', async () => {
    server.source.breaks(true)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(server.sources).toHaveLength(2)
    server.source.says('snapshot', snapshot(2, a, b))
    expect(keys()).toBe('ab')
    expect(told.line).toBe('live')
  })

  it('that says nothing for long is made anew, and lost when the server does not answer either', async () => {
    await vi.advanceTimersByTimeAsync(SILENCE)
    expect(server.sources).toHaveLength(2)
    expect(server.fetches).toBe(1)
    expect(told.line).toBe('lost')
  })

  it('that says nothing for long is still live when the server answers with the same board', async () => {
    server.answer = async () => snapshot(1, a)
    await vi.advanceTimersByTimeAsync(SILENCE)
    expect(told).toMatchObject({ line: 'live', heardAt: Date.now() })
  })

  it('never brings an older board back', async () => {
    server.source.says('snapshot', snapshot(5, a, b))
    server.answer = async () => snapshot(4, a)
    await vi.advanceTimersByTimeAsync(SILENCE)
    server.source.says('snapshot', snapshot(3))
    expect(keys()).toBe('ab')
  })

  it('is tried again at once when the device wakes', async () => {
    vi.setSystemTime(Date.now() + 60_000)
    stream.wake()
    expect(server.sources).toHaveLength(2)
  })
})

describe('a board that is not there', () => {
  it('is told as absent, and no longer asked for', async () => {
    server.answer = async () => 'absent'
    server.source.breaks(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(told.line).toBe('absent')
    expect(server.fetches).toBe(1)
  })

  it('keeps the last results when it was there before', async () => {
    server.source.says('snapshot', snapshot(1, a))
    server.answer = async () => 'absent'
    server.source.breaks(true)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told.line).toBe('lost')
    expect(keys()).toBe('a')
  })
})

it('a board that is closed says nothing more', async () => {
  server.source.says('snapshot', snapshot(1, a))
  const last = server.source
  stream.stop()
  last.says('frame', grown(1, [a], b))
  await vi.advanceTimersByTimeAsync(10 * SILENCE)
  expect(keys()).toBe('a')
  expect(server.sources).toHaveLength(1)
})
