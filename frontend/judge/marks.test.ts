import { describe, expect, test } from 'vitest'
import { dec, quotient, show } from './decimal.ts'
import { faultOf, fieldFault, isFull, isScored, keyFits, progress, stepped, toMarks } from './marks.ts'
import { keysOf } from './pad.svelte.ts'
import { readingWorth, runningTotal, worth } from './worth.ts'
import type { Aspect, Part, Typed } from './types.ts'

const name = { zh: '名', en: 'name' }
const points: Aspect = { id: 'p', name, kind: 'points', min: '0', max: '20', step: '0.5' }
const judged: Aspect = { id: 'j', name, kind: 'judgement', max: '10' }
const wall: Aspect = {
  ...{ id: 'm', name, kind: 'measured', max: '10', unit: 'mm' },
  ...{ nominal: '1865', readings: 3, tolerance: '5', per_unit: '1' },
}
const ladder: Aspect = {
  ...{ id: 'l', name, kind: 'measured', max: '10', unit: 'mm', nominal: '0', readings: 2, pick: 'worst' },
  ladder: [
    { upto: '3', points: '10' },
    { upto: '5', points: '6' },
  ],
}
const check: Aspect = { id: 'c', name, kind: 'check', max: '5' }
const faults: Aspect = { id: 'f', name, kind: 'faults', max: '10', per_fault: '2' }

const value = (aspect: Aspect, typed: Parameters<typeof worth>[1]) => {
  const earned = worth(aspect, typed)
  return earned && show(earned.value)
}

describe('numbers', () => {
  test.each([
    ['1,25', 'decimal_comma'],
    [',5', 'decimal_comma'],
    ['１２', 'full_width'],
    ['8。5', 'full_width'],
    ['1，25', 'full_width'],
    ['1e3', 'not_a_number'],
    ['8.', 'not_a_number'],
    ['1'.repeat(25), 'too_long'],
  ])('%s is refused as %s', (text, code) => {
    expect(fieldFault(points, text)?.code).toBe(code)
  })

  test('sums are exact where floats are not', () => {
    const tenth: Aspect = { ...points, step: '0.1' }
    const part = partOf([tenth, { ...tenth, id: 'q' }, { ...tenth, id: 'r' }])
    expect(show(runningTotal(part, { p: '0.1', q: '0.1', r: '0.1' }).value)).toBe('0.3')
  })

  test('a half is rounded away from zero, and a cut figure says so', () => {
    expect(quotient(dec('0.25'), 1n, { digits: 1, mode: 'half_up' })).toEqual({ value: dec('0.3'), exact: false })
    expect(quotient(dec('-0.25'), 1n, { digits: 1, mode: 'half_up' })).toEqual({ value: dec('-0.3'), exact: false })
  })
})

describe('aspects', () => {
  test.each([
    ['-0.5', 'below_min'],
    ['20.5', 'above_max'],
    ['7.3', 'off_step'],
    ['20', undefined],
  ])('points %s: %s', (text, code) => expect(faultOf(points, text)?.code).toBe(code))

  test('unscored is not zero', () => {
    expect(isScored(points, undefined)).toBe(false)
    expect(worth(points, undefined)).toBeNull()
    expect(value(points, '0')).toBe('0')
  })

  test('a judgement is a third of the maximum each', () => {
    expect(value(judged, '2')).toBe('6.67')
    expect(worth(judged, '3')).toEqual({ value: dec('10.00'), exact: true })
  })

  test('a measured aspect loses what is beyond the tolerance', () => {
    expect(value(wall, ['1865', '1870', '1872.5'])).toBe('7.5')
    expect(value(wall, ['1900', '1900', '1900'])).toBe('0')
    expect(show(readingWorth(wall, '1858').deduction)).toBe('2')
  })

  test('a measured aspect needs every reading', () => {
    expect(isScored(wall, ['1865', '', '1865'])).toBe(false)
  })

  test('a ladder takes the worst reading, and nothing beyond its last rung', () => {
    expect(value(ladder, ['1', '-4'])).toBe('6')
    expect(value(ladder, ['1', '5.1'])).toBe('0')
    expect(value({ ...ladder, pick: 'mean' }, ['1', '-4'])).toBe('8')
  })

  test('a check is full or nothing, faults are whole and stop at nothing', () => {
    expect([value(check, true), value(check, false), value(faults, '3'), value(faults, '9')]).toEqual(['5', '0', '4', '0'])
    expect(faultOf(faults, '1.5')?.code).toBe('not_whole')
  })
})

describe('controls', () => {
  test('steps start at the ends of an empty field and stay inside', () => {
    expect([stepped(points, '', 1), stepped(points, '', -1)]).toEqual(['0', '20'])
    expect([stepped(points, '19.5', 1), stepped(points, '20', 1), stepped(points, '0', -1)]).toEqual(['20', '20', '0'])
  })

  test('the pad offers only keys that can still become a mark', () => {
    expect(keyFits(points, '2', '0')).toBe(true)
    expect(keyFits(points, '2', '5')).toBe(false)
    expect(keyFits(points, '8.5', '1')).toBe(false)
    expect(keyFits({ ...points, step: '1' }, '8', '.')).toBe(false)
  })

  test('nothing follows a 0 but a point, faults are whole and at most 999, an amount stays within its most', () => {
    const keys = (aspect: Aspect, text: string) => '.0123456789'.split('').filter((key) => keyFits(aspect, text, key)).join('')
    const amount: Aspect = { id: 'b', name, kind: 'bands', max: '20', most: '100' }
    expect([keys(points, '0'), keys(faults, '0'), keys(faults, '1'), keys(faults, '999'), keys(wall, '0')]).toEqual(['.', '', '0123456789', '', '.'])
    expect([keys(amount, '10'), keys(amount, '11'), isFull({ ...points, step: '1' }, '0')]).toEqual(['.0', '.', true])
  })

  test('what takes off can be typed down to its minimum', () => {
    const off: Aspect = { ...points, min: '-10', max: '0', step: '0.5' }
    expect(['-1', '-5', '-10'].map((text) => '05'.split('').filter((key) => keyFits(off, text, key)).join(''))).toEqual(['0', '', ''])
    expect([keysOf(off), keysOf(points)]).toMatchObject([{ signed: true, halves: false }, { signed: false, halves: true }])
  })

  test('zeros before a number do not travel', () => {
    expect(toMarks(partOf([points, wall, check]), { p: '007', m: ['01865', '-00.5', '0'], c: true })).toEqual({ p: '7', m: ['1865', '-0.5', '0'], c: true })
  })

  test('a sheet is ready when every aspect is scored and right', () => {
    const part = partOf([points, check])
    expect(progress(part, { p: '8' })).toEqual({ scored: 1, of: 2, faults: 0, open: ['c'], ready: false })
    expect(progress(part, { p: '1,25', c: false })).toEqual({ scored: 1, of: 2, faults: 1, open: ['p'], ready: false })
    expect(progress(part, { p: '8', c: false }).ready).toBe(true)
  })

  test('an amount loses what the highest band reached takes, within its most', () => {
    const off: Aspect = {
      ...{ id: 'b', name, kind: 'bands', max: '20', unit: '%', most: '100' },
      bands: [
        { off: '10', points: '3' },
        { off: '40', points: '20' },
      ],
    }
    expect(['0', '9.9', '10', '39', '40', '100'].map((text) => value(off, text))).toEqual(['20', '20', '17', '17', '0', '0'])
    expect([faultOf(off, '100.5')?.code, faultOf(off, '-1')?.code, faultOf(off, '12.5')]).toEqual(['above_max', 'below_min', null])
  })

  test('of readings that may be outside only those beyond the allowed cost', () => {
    const points: Aspect = { ...wall, per_unit: undefined, per_outside: '4', allowed: 1 }
    expect(value(points, ['1865', '1870', '1871'])).toBe('10')
    expect(value(points, ['1859', '1870', '1871'])).toBe('6')
    expect(value(points, ['1859', '1800', '1871'])).toBe('2')
  })

  test('a veto that was said fixes the sheet, the lowest of them, and is to be said or denied', () => {
    const veto = (id: string, more: Partial<Aspect>): Aspect => ({ id, name, kind: 'veto', max: '0', fixes: 'sheet', ...more })
    const part = partOf([points, veto('v', { at: '6', bound: 'at_most' }), veto('w', { at: '9' }), veto('x', { fixes: 'void' })])
    const total = (typed: Typed) => show(runningTotal(part, { p: '8', v: false, w: false, x: false, ...typed }).value)
    expect([total({}), total({ x: true }), total({ w: true }), total({ v: true }), total({ v: true, w: true })]).toEqual(['8', '8', '9', '6', '6'])
    expect(total({ p: '5', v: true })).toBe('5')
    expect(progress(part, { p: '8', v: false, w: true }).open).toEqual(['x'])
  })

  test('where aspects may be left out, empty is ready and travels as nothing, begun and wrong are not ready', () => {
    const part = { ...partOf([points, wall, check]), partial: true }
    const ready = (typed: Typed) => progress(part, typed).ready
    expect(ready({ p: '8' })).toBe(true)
    expect(toMarks(part, { p: '8', m: ['', '', ''] })).toEqual({ p: '8' })
    expect(progress(part, { p: '8', m: ['1865', '', ''] })).toMatchObject({ open: ['m'], ready: false })
    expect(ready({ p: '1,25', c: true })).toBe(false)
    expect(ready({})).toBe(false)
    expect(show(runningTotal(part, { p: '8' }).value)).toBe('8')
  })

  test('factors count in the running total', () => {
    const part = partOf([{ ...points, factor: '2' }], '1.5')
    expect(show(runningTotal(part, { p: '8' }).value)).toBe('24')
  })
})

function partOf(aspects: Aspect[], factor?: string): Part {
  return { id: 'part', name, out_of: '10', partial: false, stages: {}, panel: { judges: 1, by: 'all' }, criteria: [{ id: 'a', name, factor, aspects }] }
}

describe('a pad that runs on by itself', () => {
  const taste = { ...points, max: '25', step: '0.5' }
  test('leaves a field in which nothing can follow, and only then', () => {
    expect(['25', '22.5', '8.0'].map((text) => isFull(taste, text))).toEqual([true, true, true])
    expect(['', '2', '22', '22.', '26'].map((text) => isFull(taste, text))).toEqual([false, false, false, false, false])
  })
  test('offers no key that leads off the step or past the maximum', () => {
    expect('.0123456789'.split('').filter((key) => keyFits(taste, '22.', key))).toEqual(['0', '5'])
    expect(keyFits(taste, '25', '.')).toBe(false)
  })
  test('whole marks up to ten: nine is full, one may become ten', () => {
    const whole = { ...points, max: '10', step: '1' }
    expect(['1', '9', '10'].map((text) => isFull(whole, text))).toEqual([false, true, true])
  })
})
