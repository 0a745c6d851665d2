import { expect, test } from 'vitest'
import { count, elects, equals, pasted, portions, quorate, standing, wrongPaper } from './counts.ts'
import type { Ballots, BallotRule, VotesRow } from './types.ts'

const row = (code: string, name: string | null = null): VotesRow => ({ code, name, unit: null, status: 'present', score: null, votes: {} })
const rows = [row('A01', '王建国'), row('A02', '李秀英'), row('A03')]

test('a count is a whole number, with or without thousands, in either width', () => {
  expect(['1234', '1,234', '１２３４', ' 0 '].map(count)).toEqual([1234, 1234, 1234, 0])
  expect(['', '12x', '-3', '1.5', '1,23', '1e3'].map(count)).toEqual([null, null, null, null, null, null])
})

test('two columns name whose votes they are, by code or by name; a head is left out', () => {
  const found = pasted('加密号\t票数\r\na01\t1,203\r\n李秀英\t7\r\nZZ\t44\r\n', rows, 0)
  expect(found).toEqual({ values: { A01: '1,203', A02: '7' }, unknown: ['ZZ 44'] })
})

test('what is no figure is put where it is seen', () => {
  expect(pasted('A01\t12x\n', rows, 0)).toEqual({ values: { A01: '12x' }, unknown: [] })
})

test('one column fills downwards from where it was pasted, and no further than there are rows', () => {
  expect(pasted('5\n6\n7', rows, 1)).toEqual({ values: { A02: '5', A03: '6' }, unknown: [] })
})

test('a long table goes in acts of a thousand', () => {
  const many = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`A${i}`, i]))
  expect(portions(many).map((each) => Object.keys(each).length)).toEqual([1000, 1000, 1])
})

const rule: BallotRule = { kind: 'choose', members: 15, choose: 2, quorum: '66.67', of: 'present', passes: '50', over: true }
const papers = { present: '13', issued: '13', returned: '13', valid: '12' }

test('no paper count is more than the one before it', () => {
  expect(wrongPaper(papers, 15)).toBe(null)
  expect(wrongPaper({ ...papers, present: '16' }, 15)).toBe('present')
  expect(wrongPaper({ ...papers, valid: '14' }, 15)).toBe('valid')
  expect(wrongPaper({ ...papers, issued: '' }, 15)).toBe('issued')
})

test('a quorum of 66.67 % of 15 takes 11', () => {
  expect([quorate(rule, 10), quorate(rule, 11)]).toEqual([false, true])
})

test('half is not more than half, but reaches it', () => {
  expect([elects(rule, 6, 12), elects(rule, 7, 12), elects({ ...rule, over: false }, 6, 12), elects({ ...rule, passes: null }, 6, 12)]).toEqual([false, true, true, null])
})

test('a run-off is of those not elected, or of some with equal votes', () => {
  const line = (code: string, votes: number) => ({ code, for: votes, against: 0, abstain: 0 })
  const one = (code: string, elected: boolean) => ({ ...row(code), score: '50', elected })
  const held = { round: 1, seq: 1, at: '', by: '', present: 5, issued: 5, returned: 5, valid: 5, votes: [line('A01', 4), line('A02', 2), line('A03', 2)] }
  const ballots: Ballots = { id: 'j', name: { zh: '', en: '' }, out_of: '100', signed: false, rule, rows: [one('A01', true), one('A02', false), one('A03', false)], held: [held] }
  expect([standing(ballots), equals(ballots)]).toEqual([['A02', 'A03'], [['A02', 'A03']]])
})
