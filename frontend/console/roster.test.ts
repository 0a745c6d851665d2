import { expect, test } from 'vitest'
import { differs } from './roster.ts'
import type { RosterRow } from './types.ts'

const ROW: RosterRow = {
  ...{ id: 'r1', item: 'wall', number: '001', name: '王建国', unit: '一建', state: 'accepted', note: '' },
  ...{ attributes: { age: '30' }, scores: {}, entered: false, by: '', at: '', substitute: null },
}

test('what differs is told as it was and as it would be', () => {
  const now = { ...ROW, unit: '二建', attributes: {}, scores: { theory: '80' } }
  expect(differs(ROW, now)).toEqual([{ from: '一建', to: '二建' }, { from: '30', to: '' }, { from: '', to: '80' }])
})

test('the same row differs in nothing', () => {
  expect(differs(ROW, { ...ROW })).toEqual([])
})
