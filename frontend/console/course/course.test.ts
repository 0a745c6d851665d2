import { expect, test } from 'vitest'
import type { Item, Lack } from '../types.ts'
import { missingOf, placeOf } from './course.ts'
import type { CourseStep, StepState } from './types.ts'

const lack = (code: string): Lack => ({ code, data: {}, message: { zh: code, en: code } })
const step = (id: CourseStep['id'], state: StepState, ...lacks: string[]): CourseStep => ({ id, name: null, state, lacks: lacks.map(lack) })
const item = (state: Item['state'], missing: string[], ...steps: CourseStep[]): Item => ({
  ...{ id: 'masonry', name: { zh: '砌筑', en: 'Masonry' }, state, frozen: false, sealed: false, unsealed: false, layers_sealed: 0, judged: 0, of: 2 },
  ...{ voided: null, excused: [], unlock_by: '', unseal_by: '', advance: null, stage: null, ages: false, may: [] },
  ...{ sheets: { in: 0, confirmed: 0, expected: 2, set_aside: 0 }, missing: missing.map(lack), acts: [], board: 'c.masonry', signed: null, parts: [], penalties: [] },
  course: { words: { judge: 'judge', entry: 'competitor' }, steps, notice: 5, off: [] },
})

test('what the step lacks stands below what the next act lacks, and nothing twice', () => {
  const before = item('preparing', ['entries'], step('registration', 'done'), step('qualification', 'now', 'qualification'), step('draw', 'ahead', 'entries'))
  expect(missingOf(before).map(({ lack, step }) => [lack.code, step])).toEqual([['entries', 'qualification'], ['qualification', 'qualification']])
  const marked = item('marking', ['sheets'], step('review', 'now', 'parts'))
  expect(missingOf(marked).map(({ lack }) => lack.code)).toEqual(['sheets'])
})

test('that nobody is entered is not said beside the registrations that are to become entries, which are entered in the item', () => {
  const before = item('preparing', ['entries'], step('registration', 'done'), step('qualification', 'now', 'to_enter'))
  expect(missingOf(before).map(({ lack, step }) => [lack.code, step])).toEqual([['to_enter', 'draw']])
})

test('an item that may go on lacks nothing, whatever its step says of itself', () => {
  expect(missingOf(item('preparing', [], step('scoring', 'now', 'opening')))).toEqual([])
  expect(missingOf(item('published', [], step('notice', 'now', 'notice')))).toEqual([])
})

test('a step leads to where it is done; one that has no page yet leads nowhere', () => {
  expect(placeOf(step('qualification', 'now'), 'c', 'i')).toEqual({ contest: 'c', page: 'roster' })
  expect(placeOf(step('signing', 'now'), 'c', 'i')).toEqual({ contest: 'c', item: 'i', tab: 'results' })
  expect(placeOf(step('archive', 'ahead'), 'c', 'i')).toBeNull()
})

test('that the check-in has not begun leads who sets up to where the step can be left out, others to the check-in', () => {
  const before = item('preparing', [], step('checkin', 'now', 'checkin_unbegun'))
  expect(missingOf(before)[0]?.step).toBe('checkin')
  expect(missingOf({ ...before, may: ['setup'] })[0]?.step).toBe('course')
  expect(placeOf({ id: 'course' }, 'c', 'i')).toEqual({ contest: 'c', page: 'course' })
})
