import { expect, test } from 'vitest'
import { agreementWord } from './judges.ts'

test('one judge cannot agree, and that is the reason told', () => {
  expect(agreementWord(null, 1)).toBe('single')
  expect(agreementWord(null, 3)).toBe('unknown')
  expect(agreementWord('0.71', 3)).toBe('strong')
})
