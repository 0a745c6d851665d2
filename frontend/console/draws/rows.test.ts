import { expect, test } from 'vitest'
import { placeOf, rowsOf, sizesOf } from './rows.ts'

test('a pasted table is a row a line, whatever parts the two', () => {
  expect(rowsOf('101\tA07\n\n 102， b 3 \n103')).toEqual([
    { given: '101', drawn: 'A07' },
    { given: '102', drawn: 'b 3' },
    { given: '103', drawn: '' },
  ])
})

test('a fault is told by the line as people count', () => {
  expect(placeOf('rows[3].drawn')).toEqual(4)
  expect(placeOf('B7')).toEqual('B7')
})

test('sizes are whole numbers or nothing', () => {
  expect(sizesOf('8、8 7')).toEqual([8, 8, 7])
  expect(sizesOf('8 0')).toEqual(null)
})
