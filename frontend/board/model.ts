/**
 * A board as the server tells it: snapshots and frames in, one immutable Board out.
 *
 * Pure: no clock, no network, no page. The law, which the tests play with random histories, is
 * snapshot + frames = the snapshot one would fetch now; whatever would break it is a hole and is refetched.
 */
import { crc32 } from './crc32.ts'

export type Text = { zh: string; en: string }
export type State = 'preparing' | 'marking' | 'locked' | 'unsealed' | 'signed' | 'published'
export type Status = 'present' | 'absent' | 'withdrawn' | 'disqualified' | 'eliminated' | 'guest' | 'void'

/** `[place or null for the unranked, 1 when the place is shared]` */
export type Place = readonly [number | null, 0 | 1]

/** One line of the board. `score` and the values of `parts` are decimal strings, as the server rounded them. */
export type Row = {
  key: string
  code: string
  name: string | null
  unit: string | null
  score: string | null
  parts: Record<string, string>
  done: string[]
  /** parts whose panel is not complete yet: their score, and with it the total, will change */
  provisional: string[]
  status: Status | null
  award: { id: string; name: Text } | null
}

export type Part = { id: string; name: Text; weight: string; shown: boolean }

export type Head = {
  contest: Text
  contest_id: string
  /** grows when the journal is restored: `n` then begins lower */
  epoch: number
  item: Text
  /** entries bear codes; names join at unsealing */
  sealed: boolean
  state: State
  frozen_at: string | null
  rehearsal: boolean
  /** `units`: the table of units; `judged` and `of` then count items. */
  mode: 'parts' | 'progress' | 'result' | 'units'
  judged: number
  of: number
  /** What one entry is; said beside the count. */
  ranks?: 'person' | 'team' | 'work'
  at: string | null
  parts: Part[]
  entries: number
  depth: number
  /** a result that the public has seen holds no more, and none has been signed since */
  withdrawn?: boolean
  /** who is on stage, where entries are marked there one by one; null while nobody is */
  stage?: Stage | null
}

/** A judge whom the hall calls `n`; the mark, and at which end it was struck out, once revealed. */
export type StageSeat = { n: number; marked: boolean; mark: string | null; dropped: 'low' | 'high' | null }

/** What the hall sees of the called entry. `held`: so many must have been marked before it is revealed; 0: no more. */
export type Stage = {
  code: string
  name: string | null
  unit: string | null
  status: Status
  order: number
  held: number
  step: '' | 'marks' | 'struck' | 'result' | 'place'
  seats: StageSeat[]
  /** the score of the part on stage; `score`: the total */
  part: string | null
  score: string | null
  place: Place | null
}

export type Snapshot = { board: string; n: number; digest: string; head: Head; rows: Row[]; places: Place[] }

/** At position `at` of the order, `remove` entries leave and `keys` with their `places` come in. */
export type Window = { at: number; remove: number; keys: string[]; places: Place[] }

export type Frame = {
  board: string
  since: number
  n: number
  digest: string
  head?: Partial<Head>
  rows: Row[]
  window: Window | null
}

export type Board = {
  readonly id: string
  readonly n: number
  readonly digest: string
  readonly head: Head
  readonly rows: ReadonlyMap<string, Row>
  readonly order: readonly string[]
  readonly places: readonly Place[]
}

/** `stale`: older than what is shown, ignored. `hole`: something is missing or damaged, fetch the snapshot. */
export type Outcome = 'applied' | 'stale' | 'hole'
export type Step = { board: Board | null; outcome: Outcome }

const spelled = new WeakMap<Row, string>()

function spell(row: Row): string {
  let text = spelled.get(row)
  if (text === undefined) spelled.set(row, (text = JSON.stringify(row)))
  return text
}

/** The digest of rows in order: `row@place,tied` a line, CRC-32 of its UTF-8. */
export function digestOf(rows: readonly Row[], places: readonly Place[]): string {
  const lines = rows.map((row, i) => `${spell(row)}@${places[i]?.[0] ?? ''},${places[i]?.[1] ?? ''}`)
  return crc32(lines.join('\n'))
}

/** Of the same epoch and a lower number, or of an earlier epoch. */
function isOlder(snapshot: Snapshot, board: Board): boolean {
  const epochs = snapshot.head.epoch - board.head.epoch
  return epochs < 0 || (epochs === 0 && snapshot.n < board.n)
}

/** Takes a whole board in; an older or a damaged one changes nothing. */
export function takeSnapshot(board: Board | null, snapshot: Snapshot): Step {
  if (board && isOlder(snapshot, board)) return { board, outcome: 'stale' }
  const { rows, places } = snapshot
  if (rows.length !== places.length || digestOf(rows, places) !== snapshot.digest) return { board, outcome: 'hole' }
  const map = new Map(rows.map((row) => [row.key, row]))
  if (map.size !== rows.length) return { board, outcome: 'hole' }
  const order = rows.map((row) => row.key)
  const { board: id, n, digest, head } = snapshot
  return { board: { id, n, digest, head, rows: map, order, places }, outcome: 'applied' }
}

/** Takes a difference in; one that does not follow on the board as it is, or does not lead to its digest, is a hole. */
export function takeFrame(board: Board | null, frame: Frame): Step {
  if (!board) return { board, outcome: 'hole' }
  if (frame.n <= board.n) return { board, outcome: 'stale' }
  if (frame.since !== board.n) return { board, outcome: 'hole' }
  const lines = splice(board, frame.window)
  const rows = lines && gather(board, frame.rows, lines.order)
  if (!rows || digestOf(rows, lines.places) !== frame.digest) return { board, outcome: 'hole' }
  const map = new Map(rows.map((row) => [row.key, row]))
  const head = { ...board.head, ...frame.head }
  return { board: { ...board, ...lines, n: frame.n, digest: frame.digest, head, rows: map }, outcome: 'applied' }
}

/** Frames that came while a snapshot was under way, applied to it in order; those it holds already fall away. */
export function catchUp(board: Board | null, frames: readonly Frame[]): Step {
  let step: Step = { board, outcome: 'applied' }
  for (const frame of [...frames].sort((a, b) => a.n - b.n)) {
    step = takeFrame(step.board, frame)
    if (step.outcome === 'hole') return step
  }
  return { board: step.board, outcome: 'applied' }
}

type Lines = { order: readonly string[]; places: readonly Place[] }

function splice(board: Board, window: Window | null): Lines | null {
  if (!window) return { order: board.order, places: board.places }
  const { at, remove, keys, places } = window
  if (at < 0 || remove < 0 || at + remove > board.order.length || keys.length !== places.length) return null
  return {
    order: [...board.order.slice(0, at), ...keys, ...board.order.slice(at + remove)],
    places: [...board.places.slice(0, at), ...places, ...board.places.slice(at + remove)],
  }
}

/** The rows of `order`; null when one is unknown or stands twice. Rows that left the order are forgotten. */
function gather(board: Board, changed: readonly Row[], order: readonly string[]): Row[] | null {
  const fresh = new Map(changed.map((row) => [row.key, row]))
  const seen = new Set<string>()
  const rows: Row[] = []
  for (const key of order) {
    const row = fresh.get(key) ?? board.rows.get(key)
    if (!row || seen.has(key)) return null
    seen.add(key)
    rows.push(row)
  }
  return rows
}
