import { expect, test } from 'vitest'
import { apart, bounded, recentred } from './zoom.ts'

test('two fingers are as far apart as they are, one is not', () => {
  expect(apart([{ x: 0, y: 0 }, { x: 3, y: 4 }])).toBe(5)
  expect(apart([{ x: 1, y: 1 }])).toBe(0)
})

test('it is shown at least as wide as the place, at most four times', () => {
  expect([0.2, 1, 2.5, 9].map(bounded)).toEqual([1, 1, 2.5, 4])
})

test('what is in the middle stays in the middle', () => {
  expect(recentred(0, 400, 2)).toBe(200)
  expect(recentred(100, 400, 1)).toBe(100)
})
