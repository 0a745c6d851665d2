import { expect, test } from 'vitest'
import { clockOf, elapsed, read, STILL, turned } from './watch.ts'

test('a watch runs on from where it stood', () => {
  const ran = turned(turned(STILL, 1_000), 6_000)
  expect(ran).toEqual({ began: null, kept: 5_000 })
  expect(elapsed(turned(ran, 10_000), 12_500)).toBe(7_500)
})

test('a clock that is set back takes nothing away', () => {
  expect(elapsed({ began: 9_000, kept: 5_000 }, 8_000)).toBe(5_000)
})

test('what was kept comes back, and nonsense is a watch at nothing', () => {
  const running = turned(STILL, 1_000)
  expect(read(JSON.stringify(running))).toEqual(running)
  for (const odd of [null, '', 'x', '{}', '{"began":"soon","kept":1}', '[]']) expect(read(odd)).toEqual(STILL)
})

test('it is read as people read clocks', () => {
  expect([0, 61_999, 3_723_000].map(clockOf)).toEqual(['00:00', '01:01', '1:02:03'])
})
