import { expect, test } from 'vitest'
import { fits, matching, scannedWord } from './rows.ts'

const rows = [
  { number: '001', name: '王建国', unit: '一建' },
  { number: '010', name: '李秀英', unit: '二建' },
  { number: '0010', name: '欧阳娜娜', unit: '王家庄队' },
]
const found = (typed: string) => matching(rows, typed).map(({ number }) => number)

test('somebody is found by number, name or unit; a whole number is nobody else', () => {
  expect(found('')).toEqual(['001', '010', '0010'])
  expect(found('010')).toEqual(['010'])
  expect(found('10')).toEqual(['010', '0010'])
  expect(found('王')).toEqual(['001', '0010'])
  expect(found('nobody')).toEqual([])
})

test('full-width signs are plain ones', () => {
  const cup = [{ number: 'QZ02', name: '李秀英', unit: '二建（集团）' }]
  expect(['ＱＺ０２', '　qz02', '二建(集团)'].map((typed) => matching(cup, typed).length)).toEqual([1, 1, 1])
})

test('a label bears a word alone, or an address that ends in it', () => {
  expect([' A07\n', 'https://hall/j#/cup/A07', 'https://hall/?n=A%2007', '', '%'].map(scannedWord)).toEqual(['A07', 'A07', 'A 07', '', '%'])
})

test('who is missing is of whom nothing was said', () => {
  expect([fits('', 'missing'), fits('absent', 'missing'), fits('absent', 'absent'), fits('came', 'all')]).toEqual([true, false, true, true])
})
