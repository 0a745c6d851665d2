/** What may stand in a field of each aspect kind, and what a sheet is worth so far. Preview only: the server computes. */
import {
  ZERO,
  add,
  compare,
  dec,
  divide,
  isMultiple,
  larger,
  magnitude,
  multiply,
  numberFault,
  show,
  subtract,
  type Dec,
} from './decimal.ts'
import type { Aspect, Criterion, Mark, Marks, Part, Typed } from './types.ts'

/** `code` is the server's, so that `mark.<code>` of the catalogue is the sentence for both. */
export type MarkFault = { code: string; data: Record<string, string> }
export type Worth = { value: Dec; exact: boolean }

/** Digits of the preview where a division does not come out even. */
const PREVIEW_DIGITS = 2
const THREE = 3n
const MOST_FAULTS = '999'
const MOST_OFF = '1000000'

export function aspectsOf(part: Part): Aspect[] {
  return part.criteria.flatMap((criterion) => criterion.aspects)
}

export function readingsOf(aspect: Aspect): number {
  return aspect.readings ?? 1
}

function limits(aspect: Aspect): { min: string; max: string; step: string } {
  return { min: aspect.min ?? '0', max: aspect.max, step: aspect.step ?? '' }
}

function pointsFault(aspect: Aspect, text: string): MarkFault | null {
  const data = { ...limits(aspect), found: text }
  const value = dec(text)
  const least = dec(data.min)
  if (compare(value, least) < 0) return { code: 'below_min', data }
  if (compare(value, dec(aspect.max)) > 0) return { code: 'above_max', data }
  if (data.step && !isMultiple(subtract(value, least), dec(data.step))) return { code: 'off_step', data }
  return null
}

/** The fault of one number typed for this aspect; an empty field has none, it is only unscored. */
export function fieldFault(aspect: Aspect, text: string): MarkFault | null {
  if (text === '') return null
  const wrong = numberFault(text)
  if (wrong) return { code: wrong, data: { ...limits(aspect), found: text } }
  if (aspect.kind === 'points') return pointsFault(aspect, text)
  if (aspect.kind === 'bands') return countFault(text, aspect.most ?? MOST_OFF)
  if (aspect.kind !== 'faults') return null
  return countFault(text, MOST_FAULTS) ?? (isMultiple(dec(text), dec('1')) ? null : { code: 'not_whole', data: { found: text } })
}

function countFault(text: string, max: string): MarkFault | null {
  const data = { min: '0', max, found: text }
  if (compare(dec(text), ZERO) < 0) return { code: 'below_min', data }
  return compare(dec(text), dec(max)) > 0 ? { code: 'above_max', data } : null
}

/** The first fault in what is typed for the aspect. */
export function faultOf(aspect: Aspect, typed: Mark | undefined): MarkFault | null {
  const texts = Array.isArray(typed) ? typed : typeof typed === 'string' ? [typed] : []
  for (const text of texts) {
    const fault = fieldFault(aspect, text)
    if (fault) return fault
  }
  return null
}

/** Whether the judge has given this mark: everything filled in, nothing wrong. Unscored is not zero. */
export function isScored(aspect: Aspect, typed: Mark | undefined): boolean {
  if (typed === undefined || typed === '') return false
  if (aspect.kind === 'check' || aspect.kind === 'veto') return typeof typed === 'boolean'
  if (aspect.kind === 'measured') {
    const texts = Array.isArray(typed) ? typed : []
    if (texts.length !== readingsOf(aspect) || texts.some((text) => text === '')) return false
  }
  return faultOf(aspect, typed) === null
}

/** |reading − nominal|, and what it costs (deduction) or earns (rung of the ladder). Where only so many may be outside, no
 * reading costs anything by itself: `outside` says that it is. */
export function readingWorth(aspect: Aspect, text: string): { deviation: Dec; deduction: Dec; points: Dec | null; outside: boolean } {
  const deviation = magnitude(subtract(dec(text), dec(aspect.nominal ?? '0')))
  if (aspect.ladder) {
    const rung = aspect.ladder.find(({ upto }) => compare(deviation, dec(upto)) <= 0)
    const points = rung ? dec(rung.points) : ZERO
    return { deviation, points, deduction: subtract(dec(aspect.max), points), outside: !rung }
  }
  const beyond = larger(subtract(deviation, dec(aspect.tolerance ?? '0')), ZERO)
  return { deviation, points: null, deduction: multiply(beyond, dec(aspect.per_unit ?? '0')), outside: compare(beyond, ZERO) > 0 }
}

const lostFrom = (aspect: Aspect, lost: Dec): Worth => ({ value: larger(subtract(dec(aspect.max), lost), ZERO), exact: true })

function measuredWorth(aspect: Aspect, texts: string[]): Worth {
  const readings = texts.map((text) => readingWorth(aspect, text))
  if (aspect.per_outside) {
    const outside = readings.filter((reading) => reading.outside).length - (aspect.allowed ?? 0)
    return lostFrom(aspect, multiply(dec(String(Math.max(0, outside))), dec(aspect.per_outside)))
  }
  if (!aspect.ladder) {
    const lost = readings.reduce((sum, { deduction }) => add(sum, deduction), ZERO)
    return lostFrom(aspect, lost)
  }
  const points = readings.map((reading) => reading.points ?? ZERO)
  if (aspect.pick === 'mean') return divide(points.reduce(add, ZERO), BigInt(points.length), PREVIEW_DIGITS)
  return { value: points.reduce((least, one) => (compare(one, least) < 0 ? one : least)), exact: true }
}

/** What the mark is worth before factors; null while unscored or wrong. */
export function worth(aspect: Aspect, typed: Mark | undefined): Worth | null {
  if (typed === undefined || !isScored(aspect, typed)) return null
  if (aspect.kind === 'check') return { value: typed ? dec(aspect.max) : ZERO, exact: true }
  if (aspect.kind === 'veto') return { value: ZERO, exact: true }
  if (aspect.kind === 'measured') return measuredWorth(aspect, typed as string[])
  const number = dec(typed as string)
  if (aspect.kind === 'judgement') return divide(multiply(number, dec(aspect.max)), THREE, PREVIEW_DIGITS)
  if (aspect.kind === 'points') return { value: number, exact: true }
  if (aspect.kind === 'bands') {
    const band = aspect.bands?.filter(({ off }) => compare(number, dec(off)) >= 0).at(-1)
    return lostFrom(aspect, dec(band?.points ?? '0'))
  }
  return lostFrom(aspect, multiply(number, dec(aspect.per_fault ?? '0')))
}

function addUp(sum: Worth, one: Worth, factor: string | null | undefined): Worth {
  const value = factor ? multiply(one.value, dec(factor)) : one.value
  return { value: add(sum.value, value), exact: sum.exact && one.exact }
}

/** Sum of what is scored so far. */
export function criterionWorth(criterion: Criterion, typed: Typed): Worth {
  let sum: Worth = { value: ZERO, exact: true }
  for (const aspect of criterion.aspects) {
    const one = worth(aspect, typed[aspect.id])
    if (one) sum = addUp(sum, one, aspect.factor)
  }
  return sum
}

export function runningTotal(part: Part, typed: Typed): Worth {
  const sum = part.criteria.reduce<Worth>((all, criterion) => addUp(all, criterionWorth(criterion, typed), criterion.factor), {
    value: ZERO,
    exact: true,
  })
  return vetoed(part, typed, sum)
}

/** The lowest of the vetoes said fixes the sheet; those of the part or the whole panel are added up elsewhere. */
function vetoed(part: Part, typed: Typed, sum: Worth): Worth {
  const said = aspectsOf(part).filter(({ id, kind, fixes }) => kind === 'veto' && fixes === 'sheet' && typed[id] === true)
  const figures = said.map(({ at, bound }) => ({ at: dec(at ?? '0'), most: bound === 'at_most' }))
  const lowest = figures.sort((a, b) => compare(a.at, b.at) || Number(b.most) - Number(a.most))[0]
  if (!lowest || (lowest.most && compare(sum.value, lowest.at) <= 0)) return sum
  return { value: lowest.at, exact: true }
}

/** The most the part can bring: what the rulebook says, else the sum of its aspects. */
export function outOf(part: Part): string {
  if (part.out_of) return part.out_of
  let sum = ZERO
  for (const criterion of part.criteria) {
    for (const aspect of criterion.aspects) {
      const most = multiply(dec(aspect.max), dec(aspect.factor ?? '1'))
      sum = add(sum, multiply(most, dec(criterion.factor ?? '1')))
    }
  }
  return show(sum)
}

/** `open`: ids of aspects that stand in the way of sending; where a part may be marked partly, an empty one does not. */
export type Progress = { scored: number; of: number; faults: number; open: string[]; ready: boolean }

/** Nothing typed at all; a measured aspect with one reading of three is begun, not empty. */
function isEmpty(typed: Mark | undefined): boolean {
  return typed === undefined || typed === '' || (Array.isArray(typed) && typed.every((text) => text === ''))
}

export function progress(part: Part, typed: Typed): Progress {
  const aspects = aspectsOf(part)
  const scored = aspects.filter((aspect) => isScored(aspect, typed[aspect.id])).length
  const faults = aspects.filter((aspect) => faultOf(aspect, typed[aspect.id])).length
  const fits = (aspect: Aspect) => isScored(aspect, typed[aspect.id]) || (part.partial && isEmpty(typed[aspect.id]))
  const open = aspects.filter((aspect) => !fits(aspect)).map(({ id }) => id)
  return { scored, of: aspects.length, faults, open, ready: scored > 0 && open.length === 0 }
}

/** The marks of a sheet in the form that travels: only the part's own aspects, and nothing for one that was left empty. */
export function toMarks(part: Part, typed: Typed): Marks {
  const marks: Marks = {}
  for (const { id } of aspectsOf(part)) if (!isEmpty(typed[id])) marks[id] = typed[id]!
  return marks
}

export function sameMark(a: Mark | undefined, b: Mark | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

export function sameMarks(a: Typed, b: Typed): boolean {
  const ids = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...ids].every((id) => sameMark(a[id], b[id]))
}

/** One step up or down from what is there; from an empty field up starts at the least, down at the most. */
export function stepped(aspect: Aspect, text: string, direction: 1 | -1): string {
  const least = dec(aspect.min ?? '0')
  const most = aspect.kind === 'points' ? dec(aspect.max) : null
  if (text === '' || numberFault(text)) return show(direction === 1 || !most ? least : most)
  const step = dec(aspect.kind === 'points' ? (aspect.step ?? '1') : '1')
  const next = direction === 1 ? add(dec(text), step) : subtract(dec(text), step)
  if (compare(next, least) < 0) return show(least)
  return show(most && compare(next, most) > 0 ? most : next)
}

/** Whether a pad key may follow what is typed: it must lead to a mark that is allowed. */
export function keyFits(aspect: Aspect, text: string, key: string): boolean {
  const points = aspect.kind === 'points'
  if (key === '.') {
    if (text === '' || text.includes('.')) return false
    return !points || (decimals(aspect) > 0 && !numberFault(text) && compare(dec(text), dec(aspect.max)) < 0)
  }
  const next = text + key
  if (numberFault(next)) return false
  return !points || isOnTheWay(aspect, next)
}

/** Not past the maximum, no more decimals than the step has, and with all of them on the step. */
function isOnTheWay(aspect: Aspect, text: string): boolean {
  const typed = (text.split('.')[1] ?? '').length
  if (typed > decimals(aspect) || compare(dec(text), dec(aspect.max)) > 0) return false
  return typed === 0 || typed < decimals(aspect) || pointsFault(aspect, text)?.code !== 'off_step'
}

/** Whether nothing can follow: the mark is whole as it stands. */
export function isFull(aspect: Aspect, text: string): boolean {
  if (aspect.kind !== 'points' || text === '' || fieldFault(aspect, text)) return false
  return !'.0123456789'.split('').some((key) => keyFits(aspect, text, key))
}

function decimals(aspect: Aspect): number {
  if (!aspect.step) return PREVIEW_DIGITS
  return Math.max(dec(aspect.step).scale, dec(aspect.min ?? '0').scale)
}
