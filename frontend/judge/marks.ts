/** What may stand in a field of each aspect kind, and how far a sheet is filled in. What it is worth: worth.ts. */
import { ZERO, add, compare, dec, isMultiple, numberFault, show, subtract } from './decimal.ts'
import type { Aspect, Mark, Marks, Part, Typed } from './types.ts'

/** `code` is the server's, so that `mark.<code>` of the catalogue is the sentence for both. */
export type MarkFault = { code: string; data: Record<string, string> }

/** Decimals a key may type where the rulebook names no step. */
const FREE_DIGITS = 2
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
  for (const { id } of aspectsOf(part)) if (!isEmpty(typed[id])) marks[id] = plain(typed[id]!)
  return marks
}

/** 007 is 7. */
function plain(mark: Mark): Mark {
  const bare = (text: string) => text.replace(/^(-?)0+(?=\d)/, '$1')
  return typeof mark === 'string' ? bare(mark) : Array.isArray(mark) ? mark.map(bare) : mark
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
    if (text === '' || text.includes('.') || aspect.kind === 'faults') return false
    return !points || (decimals(aspect) > 0 && !numberFault(text) && compare(dec(text), dec(aspect.max)) < 0)
  }
  const next = text + key
  if (/^-?0$/.test(text) || numberFault(next)) return false
  return points ? isOnTheWay(aspect, next) : fieldFault(aspect, next)?.code !== 'above_max'
}

/** Not past the maximum or, below zero, the minimum; no more decimals than the step has, and with all of them on the step. */
function isOnTheWay(aspect: Aspect, text: string): boolean {
  const typed = (text.split('.')[1] ?? '').length
  const isPast = compare(dec(text), dec(aspect.max)) > 0 || (text.startsWith('-') && pointsFault(aspect, text)?.code === 'below_min')
  if (typed > decimals(aspect) || isPast) return false
  return typed === 0 || typed < decimals(aspect) || pointsFault(aspect, text)?.code !== 'off_step'
}

/** Whether nothing can follow: the mark is whole as it stands. */
export function isFull(aspect: Aspect, text: string): boolean {
  if (aspect.kind !== 'points' || text === '' || fieldFault(aspect, text)) return false
  return !'.0123456789'.split('').some((key) => keyFits(aspect, text, key))
}

function decimals(aspect: Aspect): number {
  if (!aspect.step) return FREE_DIGITS
  return Math.max(dec(aspect.step).scale, dec(aspect.min ?? '0').scale)
}
