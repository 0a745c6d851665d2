import { expect, test } from 'vitest'
import { itemOf, saidOf, toggled } from './roles.ts'
import type { ContestLine } from './types.ts'

const CHIEF = { contest: '*', item: '', role: 'chief' }

test('a role is given once and taken again', () => {
  expect(toggled([], CHIEF)).toEqual([CHIEF])
  expect(toggled([CHIEF], { ...CHIEF })).toEqual([])
})

test('a role elsewhere is another one', () => {
  expect(toggled([CHIEF], { ...CHIEF, contest: 'cup' })).toHaveLength(2)
})

test('a role in all items is said with an empty item', () => {
  expect(saidOf([{ contest: 'cup', item: null, role: 'viewer' }])).toEqual([{ contest: 'cup', item: '', role: 'viewer' }])
})

test('the item of a role is told by its name', () => {
  const contests = [{ id: 'cup', items: [{ id: 'craftsman', name: { zh: '工匠', en: 'Craftsman' } }] }] as unknown as ContestLine[]
  expect(itemOf(contests, { contest: 'cup', item: 'craftsman', role: 'chief' })).toEqual({ zh: '工匠', en: 'Craftsman' })
  expect(itemOf(contests, { contest: 'gone', item: 'craftsman', role: 'chief' })).toBe('craftsman')
  expect(itemOf(null, { contest: 'cup', item: null, role: 'chief' })).toBe('')
})
