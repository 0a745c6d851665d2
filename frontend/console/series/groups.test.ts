import { expect, test } from 'vitest'
import type { ContestLine, ItemState } from '../types.ts'
import { grouped, standing, urgency } from './groups.ts'
import type { Series } from './types.ts'

const NOW = new Date('2026-11-28T12:00:00+08:00')
const name = { zh: '名', en: 'Name' }

function contest(id: string, states: ItemState[], at = '2026-11-28T09:00:00+08:00'): ContestLine {
  const sheets = { in: 0, confirmed: 0, expected: 0, set_aside: 0 }
  return { id, title: name, rehearsal: false, at, seats: 0, online: 0, waiting: 0, items: states.map((state, k) => ({ id: `i${k}`, name, state, judged: 0, of: 1, sheets, alarms: [] })) }
}
const series = (id: string, ...contests: string[]): Series => ({ id, title: name, contests })
const told = (groups: ReturnType<typeof grouped>) => groups.map((group) => [group.series?.id ?? null, group.contests.map((each) => each.id)])

test('what runs today comes first, what is over last', () => {
  const list = [contest('over', ['signed']), contest('ready', ['preparing']), contest('before', ['marking'], '2026-11-20T09:00:00+08:00'), contest('today', ['marking'])]
  expect(told(grouped(list, [series('cup', 'over', 'ready', 'before', 'today')], NOW))).toEqual([['cup', ['today', 'before', 'ready', 'over']]])
})

test('a series in which something runs comes before one where nothing does, and single contests come last', () => {
  const list = [contest('a', ['published']), contest('b', ['marking']), contest('c', ['marking'])]
  expect(told(grouped(list, [series('old', 'a'), series('new', 'b')], NOW))).toEqual([['new', ['b']], ['old', ['a']], [null, ['c']]])
})

test('equals stay in the order of the series, and a contest that is not seen is left out', () => {
  const list = [contest('a', []), contest('b', [])]
  expect(told(grouped(list, [series('cup', 'b', 'hidden', 'a')], NOW))).toEqual([['cup', ['b', 'a']]])
})

test('a contest without items is not over', () => {
  expect(urgency(contest('a', []), NOW)).toBe(2)
})

test('items are counted by where they stand', () => {
  expect(standing(contest('a', ['signed', 'marking', 'signed']))).toEqual([{ state: 'marking', n: 1 }, { state: 'signed', n: 2 }])
})
