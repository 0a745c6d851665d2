import { expect, test } from 'vitest'
import { ServerClock } from './serverclock.ts'

function clockAt(start: number) {
  const device = { now: start }
  return { device, clock: new ServerClock(() => device.now) }
}

test('a tablet that is slow learns by how much', () => {
  const { device, clock } = clockAt(1_000)
  device.now = 1_200 // the answer took 200 ms
  clock.heard(601_100, 1_000)
  expect([clock.offset, clock.now()]).toEqual([600_000, 601_200])
})

test('the quickest answer is believed, until it is old', () => {
  const { device, clock } = clockAt(1_020)
  clock.heard(601_010, 1_000)
  device.now = 5_000
  clock.heard(603_900, 3_000) // a slow one, half a second askew
  expect(clock.offset).toBe(600_000)
  device.now = 70_000
  clock.heard(669_500, 69_800)
  expect(clock.offset).toBe(599_600)
})

test('a clock that was set is noticed at the next answer, however slow that is', () => {
  const { device, clock } = clockAt(1_020)
  clock.heard(601_010, 1_000)
  device.now = 3_605_000 // an hour later, it says; five seconds on the server
  clock.heard(606_000, 3_604_000)
  expect(clock.offset).toBe(606_000 - 3_604_500)
})
