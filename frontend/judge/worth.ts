/**
 * What a sheet is worth so far, by the server's rules (contest/scoring/aspects.py, sheets.py) and the part's own rounding.
 * A preview: the server computes what counts. worths.json holds what the server makes of many sheets, and a test compares.
 */
import { last } from '../shared/last.ts'
import { ZERO, add, compare, dec, larger, magnitude, multiply, quotient, rounded, show, subtract, type Dec } from './decimal.ts'
import { aspectsOf, isScored } from './marks.ts'
import type { Aspect, Criterion, Mark, Part, Rounding, Stages, Typed } from './types.ts'

/** `exact` is false where a division was cut without the rulebook's word on how. */
export type Worth = { value: Dec; exact: boolean }

const THREE = 3n
const PREVIEW: Rounding = { digits: 2, mode: 'half_up' }
const NO_STAGES: Stages = {}

const stage = (value: Dec, rounding: Rounding | undefined): Worth => ({
  value: rounding ? rounded(value, rounding) : value,
  exact: true,
})

function divided(value: Dec, by: bigint, rounding: Rounding | undefined): Worth {
  const { value: cut, exact } = quotient(value, by, rounding ?? PREVIEW)
  return { value: cut, exact: exact || rounding !== undefined }
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

const lostFrom = (aspect: Aspect, lost: Dec): Dec => larger(subtract(dec(aspect.max), lost), ZERO)

function measuredWorth(aspect: Aspect, texts: string[], rounding: Rounding | undefined): Worth {
  const readings = texts.map((text) => readingWorth(aspect, text))
  if (aspect.per_outside) {
    const outside = readings.filter((reading) => reading.outside).length - (aspect.allowed ?? 0)
    return stage(lostFrom(aspect, multiply(dec(String(Math.max(0, outside))), dec(aspect.per_outside))), rounding)
  }
  if (!aspect.ladder) {
    const lost = readings.reduce((sum, { deduction }) => add(sum, deduction), ZERO)
    return stage(lostFrom(aspect, lost), rounding)
  }
  const points = readings.map((reading) => reading.points ?? ZERO)
  if (aspect.pick === 'mean' && points.length > 1) return divided(points.reduce(add, ZERO), BigInt(points.length), rounding)
  return stage(points.reduce((least, one) => (compare(one, least) < 0 ? one : least)), rounding)
}

/** What the mark is worth before factors; null while unscored or wrong. */
export function worth(aspect: Aspect, typed: Mark | undefined, stages: Stages = NO_STAGES): Worth | null {
  if (typed === undefined || !isScored(aspect, typed)) return null
  if (aspect.kind === 'check') return { value: typed ? dec(aspect.max) : ZERO, exact: true }
  if (aspect.kind === 'veto') return { value: ZERO, exact: true }
  if (aspect.kind === 'measured') return measuredWorth(aspect, typed as string[], stages.aspect)
  const number = dec(typed as string)
  if (aspect.kind === 'judgement') return divided(multiply(number, dec(aspect.max)), THREE, stages.aspect)
  if (aspect.kind === 'points') return { value: number, exact: true }
  if (aspect.kind === 'bands') {
    const band = last((aspect.bands ?? []).filter(({ off }) => compare(number, dec(off)) >= 0))
    return stage(lostFrom(aspect, dec(band?.points ?? '0')), stages.aspect)
  }
  return stage(lostFrom(aspect, multiply(number, dec(aspect.per_fault ?? '0'))), stages.aspect)
}

function addUp(sum: Worth, one: Worth, factor: string | null | undefined, rounding: Rounding | undefined): Worth {
  const value = factor ? stage(multiply(one.value, dec(factor)), rounding).value : one.value
  return { value: add(sum.value, value), exact: sum.exact && one.exact }
}

/** Sum of what is scored so far. */
export function criterionWorth(criterion: Criterion, typed: Typed, stages: Stages = NO_STAGES): Worth {
  let sum: Worth = { value: ZERO, exact: true }
  for (const aspect of criterion.aspects) {
    const one = worth(aspect, typed[aspect.id], stages)
    if (one) sum = addUp(sum, one, aspect.factor, stages.factor)
  }
  return sum
}

export function runningTotal(part: Part, typed: Typed): Worth {
  const stages = part.stages ?? NO_STAGES
  let sum: Worth = { value: ZERO, exact: true }
  for (const criterion of part.criteria) {
    sum = addUp(sum, criterionWorth(criterion, typed, stages), criterion.factor, stages.factor)
  }
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

