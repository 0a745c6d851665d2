import { expect, test } from 'vitest'
import { clocksOf, hallWord, left, reading, scopesOf, spell, type Press } from './timekeeping.ts'
import cases from './timekeeping.json'

const NONE = { scope: '', seconds: 0, undoes: 0 }

test.each(cases.readings)('the page reads a clock as the server does: $name', ({ presses, now, shows }) => {
  expect(reading(presses.map((press) => ({ ...NONE, ...press }) as Press), now)).toEqual(shows)
})

test('an entry is reached by all, its group, its station and its own presses', () => {
  expect(scopesOf('A01', '1', '7')).toEqual(['', 'group:1', 'station:7', 'code:A01'])
  expect(scopesOf('A01')).toEqual(['', 'code:A01'])
})

test('the hall shows the clocks that were started and that stand, the one for all among them', () => {
  const made = (n: number, kind: Press['kind'], scope = '', undoes = 0): Press => ({ ...NONE, n, at: n, kind, scope, undoes })
  const mistaken = [made(1, 'start', 'group:2'), made(2, 'undo', 'group:2', 1)]
  expect(clocksOf([])).toEqual([''])
  expect(clocksOf([...mistaken, made(3, 'start')])).toEqual([''])
  expect(clocksOf([made(1, 'stop', 'group:2'), made(2, 'note')])).toEqual([''])
  expect(clocksOf([made(1, 'start', 'group:2'), made(2, 'start', 'group:1'), made(3, 'stop')])).toEqual(['group:1', 'group:2'])
  expect(clocksOf([made(1, 'start', 'group:1'), made(2, 'start')])).toEqual(['', 'group:1'])
  expect(clocksOf([made(1, 'start'), made(2, 'give', 'group:1')])).toEqual(['', 'group:1'])
})

test('what is left grows by what is given back, and goes below nothing', () => {
  const shown = { state: 'running', ran: 61_000, given: 30, started: 1, stopped: 0 } as const
  expect(left(60, shown)).toBe(29_000)
  expect(left(20, shown)).toBe(-11_000)
})

test('without a limit the hall reads how much time was used, not how much is left', () => {
  const shown = { state: 'running', ran: 61_000, given: 0, started: 1, stopped: 0 } as const
  expect([hallWord(null, shown), hallWord(null, { ...shown, state: 'stopped' })]).toEqual(['used', 'used'])
  expect([hallWord(null, { ...shown, state: 'paused' }), hallWord(null, { ...shown, state: 'ready' })]).toEqual(['paused', 'ready'])
  expect([hallWord(62, shown), hallWord(60, shown)]).toEqual(['running', 'over'])
})

test('figures', () => {
  expect([0, 59_999, 60_000, 3_600_000, 10_747_000].map((ms) => spell(ms))).toEqual(['0:00', '0:59', '1:00', '1:00:00', '2:59:07'])
  expect(spell(59_001, true)).toBe('1:00')
})
