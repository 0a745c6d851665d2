import { describe, expect, it } from 'vitest'
import { crc32 } from './crc32.ts'
import { catchUp, digestOf, takeFrame, takeSnapshot } from './model.ts'
import type { Board, Frame, Head, Place, Row, Snapshot } from './model.ts'

const head: Head = {
  contest: { zh: '建筑行业竞赛', en: 'Construction contest' },
  contest_id: 'datong',
  epoch: 0,
  item: { zh: '砌筑', en: 'Masonry' },
  sealed: true,
  state: 'marking',
  frozen_at: null,
  rehearsal: false,
  mode: 'parts',
  judged: 0,
  of: 52,
  at: null,
  parts: [{ id: 'process', name: { zh: '操作过程', en: 'Process' }, weight: '20', shown: true }],
  entries: 52,
  depth: 200,
}

function row(key: string, score: string): Row {
  const parts = { process: score }
  return { key, code: key.toUpperCase(), name: null, unit: null, score, parts, done: ['process'], provisional: [], status: null, award: null }
}

function snapshot(n: number, rows: Row[], judged = 0): Snapshot {
  const places = placesOf(rows)
  return { board: 'datong.masonry', n, digest: digestOf(rows, places), head: { ...head, judged }, rows, places }
}

function placesOf(rows: Row[]): Place[] {
  return rows.map((r) => {
    const better = rows.filter((other) => Number(other.score) > Number(r.score)).length
    const alike = rows.filter((other) => other.score === r.score).length
    return [better + 1, alike > 1 ? 1 : 0]
  })
}

/** The difference between two snapshots, made the way the server makes it: changed rows and the one differing window. */
function between(old: Snapshot, now: Snapshot): Frame {
  const before = new Map(old.rows.map((r) => [r.key, JSON.stringify(r)]))
  const rows = now.rows.filter((r) => before.get(r.key) !== JSON.stringify(r))
  const line = (s: Snapshot, i: number) => (s.rows[i] ? `${s.rows[i].key}@${s.places[i]}` : undefined)
  let at = 0
  while (at < Math.min(old.rows.length, now.rows.length) && line(old, at) === line(now, at)) at += 1
  let tail = 0
  const most = Math.min(old.rows.length, now.rows.length) - at
  while (tail < most && line(old, old.rows.length - 1 - tail) === line(now, now.rows.length - 1 - tail)) tail += 1
  const end = now.rows.length - tail
  const remove = old.rows.length - tail - at
  const keys = now.rows.slice(at, end).map((r) => r.key)
  const window = remove || keys.length ? { at, remove, keys, places: now.places.slice(at, end) } : null
  const { board, n, digest } = now
  return { board, since: old.n, n, digest, head: { judged: now.head.judged }, rows, window }
}

function taken(s: Snapshot, onto: Board | null = null): Board {
  const step = takeSnapshot(onto, s)
  expect(step.outcome).toBe('applied')
  return step.board as Board
}

/** Numbers that repeat for one seed (mulberry32), so that a failing history can be played again. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** Entries get marks, are corrected, tie, and drop out of the depth: a new snapshot each time. */
function history(seed: number, steps: number): Snapshot[] {
  const roll = dice(seed)
  const depth = 2 + roll(12)
  const field = new Map<string, Row>()
  const told: Snapshot[] = [snapshot(1 + roll(5), [])]
  for (let step = 0; step < steps; step += 1) {
    for (let act = roll(3); act >= 0; act -= 1) {
      const key = `e${roll(20)}`
      if (roll(6) === 0) field.delete(key)
      else field.set(key, row(key, `${60 + roll(12)}.${roll(2)}0`))
    }
    const rows = [...field.values()].sort((a, b) => Number(b.score) - Number(a.score) || (a.key < b.key ? -1 : 1))
    const last = told[told.length - 1] as Snapshot
    told.push(snapshot(last.n + 1, rows.slice(0, depth), field.size))
  }
  return told
}

describe('crc32', () => {
  it('is the one zlib computes, over UTF-8', () => {
    expect(crc32('')).toBe('00000000')
    expect(crc32('123456789')).toBe('cbf43926')
    expect(crc32('砌筑 92.35')).toBe('0d88392a')
  })
})

describe('a snapshot', () => {
  it('opens a board', () => {
    const board = taken(snapshot(4, [row('a', '91.50'), row('b', '90.00')]))
    expect(board.order).toEqual(['a', 'b'])
    expect(board.places).toEqual([[1, 0], [2, 0]])
    expect(board.rows.get('b')?.score).toBe('90.00')
  })

  it('never takes the board backwards', () => {
    const board = taken(snapshot(4, [row('a', '91.50')]))
    expect(takeSnapshot(board, snapshot(3, []))).toEqual({ board, outcome: 'stale' })
  })

  it('of a later epoch is taken though its number is lower, and none of an earlier epoch any more', () => {
    const inEpoch = (epoch: number, told: Snapshot) => ({ ...told, head: { ...told.head, epoch } })
    const before = taken(snapshot(9, [row('a', '91.50')]))
    const restored = taken(inEpoch(1, snapshot(4, [row('b', '80.00')])), before)
    expect([restored.n, restored.order]).toEqual([4, ['b']])
    expect(takeSnapshot(restored, snapshot(10, []))).toEqual({ board: restored, outcome: 'stale' })
    expect(takeSnapshot(restored, inEpoch(1, snapshot(3, [])))).toEqual({ board: restored, outcome: 'stale' })
  })

  it('is refused when it is damaged', () => {
    const damaged = { ...snapshot(4, [row('a', '91.50')]), rows: [row('a', '91.51')] }
    expect(takeSnapshot(null, damaged)).toEqual({ board: null, outcome: 'hole' })
  })

  it('of the same number replaces what is shown', () => {
    const board = taken(snapshot(4, [row('a', '91.50')]))
    expect(taken(snapshot(4, [row('b', '80.00')]), board).order).toEqual(['b'])
  })
})

describe('a frame', () => {
  const first = snapshot(4, [row('a', '91.50'), row('b', '90.00')])
  const second = snapshot(5, [row('b', '92.00'), row('a', '91.50')], 1)
  const third = snapshot(6, [row('b', '92.00'), row('a', '91.50'), row('c', '70.00')], 2)

  it('moves rows and changes the head', () => {
    const { board, outcome } = takeFrame(taken(first), between(first, second))
    expect(outcome).toBe('applied')
    expect(board).toEqual(taken(second))
  })

  it('without a window changes rows where they stand', () => {
    const later = snapshot(5, [row('a', '91.75'), row('b', '90.00')])
    const frame = between(first, later)
    expect(frame.window).toBeNull()
    expect(takeFrame(taken(first), frame).board).toEqual(taken(later))
  })

  it('that was heard already is ignored', () => {
    const board = taken(second)
    expect(takeFrame(board, between(first, second))).toEqual({ board, outcome: 'stale' })
  })

  it('after a lost one is a hole, and the board stays as it was', () => {
    const board = taken(first)
    expect(takeFrame(board, between(second, third))).toEqual({ board, outcome: 'hole' })
  })

  it('before any snapshot is a hole', () => {
    expect(takeFrame(null, between(first, second)).outcome).toBe('hole')
  })

  it.each([
    ['another digest', { digest: '00000000' }],
    ['an unknown row', { window: { at: 0, remove: 0, keys: ['z'], places: [[1, 0]] as Place[] } }],
    ['a row that stands twice', { window: { at: 0, remove: 0, keys: ['a'], places: [[1, 0]] as Place[] } }],
    ['a window beyond the end', { window: { at: 2, remove: 1, keys: [], places: [] } }],
  ])('with %s is a hole', (_, damage) => {
    const board = taken(first)
    expect(takeFrame(board, { ...between(first, second), ...damage })).toEqual({ board, outcome: 'hole' })
  })

  it('that came during a fetch is applied after it, and those the snapshot holds fall away', () => {
    const frames = [between(second, third), between(first, second)]
    expect(catchUp(taken(second), frames)).toEqual({ board: taken(third), outcome: 'applied' })
    expect(catchUp(taken(first), [between(second, third)]).outcome).toBe('hole')
  })
})

describe('snapshot + frames = snapshot', () => {
  it.each(Array.from({ length: 100 }, (_, seed) => seed))('in history %i', (seed) => {
    const told = history(seed, 40)
    let board = taken(told[0] as Snapshot)
    for (let i = 1; i < told.length; i += 1) {
      const step = takeFrame(board, between(told[i - 1] as Snapshot, told[i] as Snapshot))
      expect(step.outcome).toBe('applied')
      board = step.board as Board
      expect(board).toEqual(taken(told[i] as Snapshot))
    }
  })

  it.each(Array.from({ length: 100 }, (_, seed) => seed))('with frames lost, doubled and late in history %i', (seed) => {
    const told = history(seed, 40)
    const roll = dice(seed + 1_000)
    const frames = told.slice(1).map((now, i) => between(told[i] as Snapshot, now))
    let board = taken(told[0] as Snapshot)
    frames.forEach((frame, i) => {
      const heard = [[frame], [], [frame, frame], [frame, frames[roll(i + 1)] as Frame]][roll(4)] as Frame[]
      for (const each of heard) {
        const step = takeFrame(board, each)
        const n = step.outcome === 'hole' ? taken(told[i + 1] as Snapshot, board) : (step.board as Board)
        expect(n.n).toBeGreaterThanOrEqual(board.n)
        board = n
        expect(board).toEqual(taken(told[board.n - (told[0] as Snapshot).n] as Snapshot))
      }
    })
  })
})
