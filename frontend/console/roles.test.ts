import { expect, test } from 'vitest'
import { saidOf, toggled } from './roles.ts'

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
