import { expect, test } from 'vitest'
import { climbing, moments, scale } from './axis.ts'

const at = (hour: number, minute = 0) => new Date(2026, 10, 28, hour, minute).getTime()

test('moments stand at round minutes and are not more than asked for', () => {
  expect(moments(at(9, 3), at(10, 47), 8)).toEqual([at(9, 15), at(9, 30), at(9, 45), at(10), at(10, 15), at(10, 30), at(10, 45)])
  expect(moments(at(8), at(20), 8).length).toBeLessThanOrEqual(9)
})

test('a scale begins and ends at round figures that hold everything', () => {
  expect(scale([71.5, 93.2])).toEqual({ from: 70, to: 100, at: [70, 80, 90, 100] })
  expect(scale([8.25, 9.1])).toEqual({ from: 8, to: 9.5, at: [8, 8.5, 9, 9.5] })
  expect(scale([5, 5]).to).toBeGreaterThan(5)
})

test('what came at the same moment climbs at once', () => {
  expect(climbing([30, 10, 30])).toEqual([{ at: 10, count: 1 }, { at: 30, count: 3 }])
})
