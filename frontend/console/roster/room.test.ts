import { expect, test } from 'vitest'
import { Chosen } from './chosen.svelte.ts'
import { isOver, quotasOf, roomOf } from './room.ts'

test('an empty field is no limit, and nothing but a whole number is a quota', () => {
  expect(quotasOf({ wall: '2', soup: '  ', '': '0' })).toEqual({ wall: 2, '': 0 })
  for (const odd of ['2.5', '-1', '两', '12345']) expect(quotasOf({ wall: odd })).toBeNull()
})

test('all items together stand first', () => {
  expect(roomOf({ wall: 2, '': 5 })).toEqual([['', 5], ['wall', 2]])
})

test('a deadline is over at its minute', () => {
  const noon = new Date('2026-11-28T12:00:00Z')
  expect(isOver('2026-11-28T12:00:00+00:00', noon)).toBe(true)
  expect(isOver('2026-11-28T20:00:01+08:00', noon)).toBe(false)
})

const ROWS = ['a', 'b', 'c', 'd']

test('shift chooses the stretch from the row touched last', () => {
  const chosen = new Chosen()
  chosen.touch(ROWS, 1, false)
  chosen.touch(ROWS, 3, true)
  expect([...chosen.ids]).toEqual(['b', 'c', 'd'])
  chosen.touch(ROWS, 2, false)
  expect(chosen.has('c')).toBe(false)
})

test('arrows stay inside, and everything is chosen and left again', () => {
  const chosen = new Chosen()
  expect([chosen.move('ArrowUp', 4), chosen.move('End', 4), chosen.move('ArrowDown', 4), chosen.move('x', 4)]).toEqual([0, 3, 3, null])
  chosen.all(ROWS)
  expect(chosen.ids.size).toBe(4)
  chosen.all(ROWS)
  expect(chosen.ids.size).toBe(0)
})
