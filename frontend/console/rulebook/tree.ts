/**
 * A marking scheme as an outline of lines: parts, their criteria, their aspects. Pure. Each line keeps the mapping of the
 * rulebook it stands for, so that whatever the outline does not show comes back as it was.
 */
import { add, compare, dec, multiply, numberFault, show, subtract, ZERO, type Dec } from '../../judge/decimal.ts'
import type { Text } from '../../shared/i18n.ts'
import type { Book } from './types.ts'

export type Level = 0 | 1 | 2
export type Mapping = Record<string, unknown>
/** `was`: what the line said at other levels, for the way back. */
export interface Line { key: number; level: Level; data: Mapping; was?: Partial<Record<Level, Mapping>> }

export const KINDS = ['points', 'judgement', 'check', 'faults', 'measured', 'bands', 'veto'] as const
export type Kind = (typeof KINDS)[number]

/** Copies of lists, as browsers have had them since 2023. */
export function spliced<T>(list: readonly T[], at: number, gone: number, ...come: T[]): T[] {
  return [...list.slice(0, at), ...come, ...list.slice(at + gone)]
}
export const replaced = <T>(list: readonly T[], at: number, by: T): T[] => spliced(list, at, 1, by)

let keys = 0
export const line = (level: Level, data: Mapping): Line => ({ key: ++keys, level, data })

const list = (value: unknown): Mapping[] => (Array.isArray(value) ? (value as Mapping[]) : [])
export const without = (data: Mapping, ...keys: readonly string[]): Mapping => Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)))

/** A mapping without what lies in it; an empty list keeps its place among the keys, so that it is saved as it was opened. */
const outside = (data: Mapping, held: string): Mapping => (data[held] === undefined ? { ...data } : { ...data, [held]: [] })

export function linesOf(book: Book): Line[] {
  return list(book.parts).flatMap((part) => [
    line(0, outside(part, 'criteria')),
    ...list(part.criteria).flatMap((criterion) => [
      line(1, outside(criterion, 'aspects')),
      ...list(criterion.aspects).map((aspect) => line(2, { ...aspect })),
    ]),
  ])
}

/** The rulebook with this scheme; all its other rules are as they were. */
export function bookOf(book: Book, lines: Line[]): Book {
  const parts: Mapping[] = []
  for (const { level, data } of lines) {
    const part = parts.at(-1)
    if (level === 0 || !part) parts.push({ ...data })
    else if (level === 1) part.criteria = [...list(part.criteria), { ...data, aspects: [] }]
    else list(list(part.criteria).at(-1)?.aspects).push({ ...data })
  }
  return { ...book, parts: parts.map((part) => (list(part.criteria).length ? part : without(part, 'criteria'))) }
}

/** Where a line stands in the rulebook's file, as its faults name it. */
export function placesOf(lines: Line[]): string[] {
  let [part, criterion, aspect] = [-1, -1, -1]
  return lines.map(({ level }) => {
    if (level === 0) [part, criterion, aspect] = [part + 1, -1, -1]
    else if (level === 1) [criterion, aspect] = [criterion + 1, -1]
    else aspect += 1
    const at = [`parts[${part}]`, `criteria[${criterion}]`, `aspects[${aspect}]`]
    return at.slice(0, level + 1).join('.')
  })
}

/** The line a fault is about: the innermost around its place; -1 where it is about none. */
export function lineAt(places: string[], place: string): number {
  let found = -1
  places.forEach((each, n) => {
    const inside = place === each || place.startsWith(`${each}.`)
    if (inside && (found < 0 || each.length >= places[found]!.length)) found = n
  })
  return found
}

export const isJudged = (data: Mapping) => data.source === 'judged' || data.source === undefined
/** How many lines behind this one lie in it. */
export function inside(lines: Line[], n: number): number {
  const end = lines.findIndex((each, k) => k > n && each.level <= lines[n]!.level)
  return (end < 0 ? lines.length : end) - n - 1
}

/** The line of the part that line `n` is in; -1 for none. */
export function startOf(lines: Line[], n: number): number {
  let at = n
  while (at >= 0 && lines[at]?.level !== 0) at -= 1
  return at
}

const text = (value: unknown): Text => ({ zh: '', en: '', ...(value as Text | undefined) })
export const nameOf = (data: Mapping): Text => text(data.name)

function freshId(lines: Line[], level: Level): string {
  const taken = new Set(lines.map(({ data }) => data.id))
  const letter = ['p', 'c', 'a'][level]!
  for (let n = 1; ; n++) if (!taken.has(letter + n)) return letter + n
}

const HALF: Mapping = { kind: 'points', max: '10', step: '0.5' }
const PANEL: Mapping = { source: 'judged', weight: '100', panel: { judges: 1, by: 'all' } }

/** What a new line says: sane values that a person types over. */
export function fresh(lines: Line[], level: Level, like?: Mapping): Line {
  const id = freshId(lines, level)
  const name = { zh: '', en: '' }
  if (level === 0) return line(0, { id, name, ...PANEL })
  if (level === 1) return line(1, { id, name })
  const same = like?.kind === 'points' || like?.kind === 'check' ? { kind: like.kind, max: like.max, ...(like.step ? { step: like.step } : {}) } : HALF
  return line(2, { id, name, ...same })
}

/** A new line behind line `n`: the first inside where something lies in it, else the next beside it. */
export function insert(lines: Line[], n: number): [Line[], Line] {
  const at = lines[n]!
  const next = lines[n + 1]
  const level = next && next.level > at.level ? next.level : at.level
  const made = fresh(lines, level, at.level === 2 ? at.data : next?.data)
  return [spliced(lines, n + 1, 0, made), made]
}

/** Whether the lines are an outline: no line is more than one level deeper than the one before, no scheme where nobody marks. */
export function isSound(lines: Line[]): boolean {
  let judged = false
  return lines.every(({ level, data }, n) => {
    if (level === 0) judged = isJudged(data)
    return n === 0 ? level === 0 : level === 0 || (judged && level <= lines[n - 1]!.level + 1)
  })
}

/**
 * A line one level in (1) or out (-1); null where it cannot go there. The aspects below stay aspects: of the criterion that
 * a line has become, or of the one above a criterion that is none any more.
 */
export function shift(lines: Line[], n: number, by: 1 | -1): Line[] | null {
  const each = lines[n]!
  const level = each.level + by
  const holds = inside(lines, n) > 0
  if (level < 0 || level > 2 || (holds && (each.level === 0 || level === 0))) return null
  const next = replaced(lines, n, atLevel(lines, each, level as Level))
  return isSound(next) ? next : null
}

function atLevel(lines: Line[], each: Line, level: Level): Line {
  const was = { ...each.was, [each.level]: each.data }
  const known = was[level] ?? fresh(lines, level).data
  return { ...each, level, was, data: { ...known, id: each.data.id, name: each.data.name } }
}

/** A line with all that lies in it, before the one above (-1) or behind the one below (1); null where it cannot. */
export function move(lines: Line[], n: number, by: 1 | -1): Line[] | null {
  const held = inside(lines, n) + 1
  const block = lines.slice(n, n + held)
  const rest = spliced(lines, n, held)
  const { level } = block[0]!
  let to = n
  if (by < 0) do to -= 1
  while (to > 0 && rest[to]!.level > level)
  else to = n + 1 + (rest[n] ? inside(rest, n) : 0)
  if (to < 0 || to > rest.length || (by > 0 && !rest[n])) return null
  const next = spliced(rest, to, 0, ...block)
  return isSound(next) ? next : null
}

/** Without a line and all that lies in it; null where nothing would be left. */
export function remove(lines: Line[], n: number): Line[] | null {
  const next = spliced(lines, n, inside(lines, n) + 1)
  return next.length ? next : null
}

/** The keys that a kind has and the others have not: another kind takes none of them over. */
const OWN = ['min', 'step', 'descriptors', 'unit', 'nominal', 'readings', 'tolerance', 'per_unit', 'ladder', 'pick', 'per_outside', 'allowed', 'per_fault', 'bands', 'most', 'fixes', 'at', 'bound', 'needs']
const NEEDS: Record<Kind, Mapping> = {
  points: { step: '0.5' },
  judgement: {},
  check: {},
  faults: { per_fault: '1' },
  measured: { unit: 'mm', nominal: '0', readings: 1, tolerance: '3', per_unit: '1' },
  bands: { bands: [{ off: '1', points: '1' }] },
  veto: { fixes: 'sheet', at: '0' },
}

export function asKind(data: Mapping, kind: Kind): Mapping {
  const kept = without(data, ...OWN, ...(kind === 'veto' ? ['max'] : []))
  return { ...(kind === 'veto' ? {} : { max: '10' }), ...kept, kind, ...NEEDS[kind] }
}

/** The keys that only parts of one source have. */
const OF_SOURCE = ['criteria', 'panel', 'combine', 'adjust', 'view', 'entry', 'step', 'cis', 'formula', 'votes', 'ballot']
const BEGINS: Record<string, Mapping> = {
  judged: { panel: { judges: 1, by: 'all' } },
  imported: { out_of: '100' },
  derived: { formula: '' },
  votes: { out_of: '100', votes: { channels: [{ id: 'c1', name: { zh: '', en: '' } }] } },
  ballot: { out_of: '100', ballot: { kind: 'choose', members: 9, choose: 1 } },
}

/** A part that comes to its points in another way. */
export function asSource(data: Mapping, source: string): Mapping {
  return { ...BEGINS[source], ...without(data, ...OF_SOURCE), source }
}

const number = (value: unknown, usual = ''): Dec | null => {
  const said = typeof value === 'string' && value ? value : usual
  return numberFault(said) ? null : dec(said)
}

/** What does not add up: so much is missing (`lacks`) or too much (`over`). */
export interface Gap { lacks?: string; over?: string }

function gap(sum: Dec, whole: Dec): Gap | null {
  const by = compare(whole, sum)
  return by === 0 ? null : by > 0 ? { lacks: show(subtract(whole, sum)) } : { over: show(subtract(sum, whole)) }
}

export interface Sums {
  /** by line: what lies in it comes to; null where a number cannot be read */
  of: (string | null)[]
  /** by line: how far that is from the points that the part states */
  gaps: (Gap | null)[]
  weights: Gap | null
}

/** Every sum and every gap of the outline. Where judges' marks are added up or count by place, a part's points are no sum. */
export function sums(book: Book, lines: Line[]): Sums {
  const of: (Dec | null)[] = lines.map(({ level, data }) => (level === 2 ? worth(data) : null))
  for (const level of [1, 0] as const) {
    lines.forEach((each, n) => {
      if (each.level !== level || (level === 0 && !isJudged(each.data))) return
      const below = lines.slice(n + 1, n + 1 + inside(lines, n)).map((one, k) => [one, of[n + 1 + k] ?? null] as const)
      const own = below.filter(([one]) => one.level === level + 1)
      of[n] = own.some(([, sum]) => !sum) ? null : own.reduce((whole, [one, sum]) => add(whole, times(one, sum!)), ZERO)
    })
  }
  const gaps = lines.map(({ level, data }, n) => {
    const [stated, sum] = [number(data.out_of), of[n]]
    return level === 0 && stated && sum && isPlain(data) ? gap(sum, stated) : null
  })
  const parts = lines.filter(({ level }) => level === 0).map(({ data }) => number(data.weight, '1'))
  const known = parts.every((each) => each !== null)
  const weights = book.weighting === 'sum' || !known ? null : gap(parts.reduce((whole, each) => add(whole!, each!), ZERO)!, dec('100'))
  return { of: of.map((each) => (each ? show(each) : null)), gaps, weights }
}

/** An aspect's most points, × its factor; a criterion's factor counts where it is added to its part. */
const worth = (data: Mapping): Dec | null => {
  const [max, factor] = [data.kind === 'veto' ? ZERO : number(data.max), number(data.factor, '1')]
  return max && factor ? multiply(max, factor) : null
}
const times = ({ level, data }: Line, sum: Dec): Dec => (level === 1 ? multiply(sum, number(data.factor, '1') ?? dec('1')) : sum)
const isPlain = (data: Mapping) => !['sum', 'majority', 'place_points'].includes(String((data.combine as Mapping | undefined)?.method ?? ''))

/** Steps back and forth; what is typed into one field is one step. */
export class History<T> {
  private back: T[] = []
  private forth: T[] = []
  private last = ''

  /** Notes how it stood before a change; `what` tells one field's typing from the next. */
  note(before: T, what: string): void {
    if (!what || what !== this.last) this.back.push(before)
    if (this.back.length > 300) this.back.shift()
    this.last = what
    this.forth = []
  }

  undo(now: T): T | null {
    return this.step(this.back, this.forth, now)
  }

  redo(now: T): T | null {
    return this.step(this.forth, this.back, now)
  }

  private step(from: T[], to: T[], now: T): T | null {
    const found = from.pop() ?? null
    if (found !== null) to.push(now)
    this.last = ''
    return found
  }
}
