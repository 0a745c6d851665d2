import { expect, test } from 'vitest'
import { months } from './months.ts'

test('November 2026 begins on a Sunday, the last place of its first week', () => {
  const november = months(2026, [])[10]!
  expect([november.before, november.cells.length]).toEqual([6, 30])
  expect(november.cells[0]).toMatchObject({ day: '2026-11-01', works: false })
  expect(november.cells[1]).toMatchObject({ day: '2026-11-02', works: true })
})

test('a day that the server tells of is as it tells it', () => {
  const day = { day: '2026-10-10', works: true, holiday: 'National Day', note: '', said: false }
  expect(months(2026, [day])[9]!.cells[9]).toEqual({ ...day, n: 10 })
})
