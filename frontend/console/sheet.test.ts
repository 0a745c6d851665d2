import { describe, expect, test } from 'vitest'
import { aligned, columns, decimals, harmless, judgeColumns, sortRows, toTsv, valueOf, type Names } from './sheet.ts'
import type { PartResult, ResultPart, ResultRow, Results } from './types.ts'

const text = (word: string) => ({ zh: word, en: word })
const names: Names = { seat: (id) => id, part: (part) => part.name.zh, award: (row) => row.award?.name.zh ?? '' }

const product = (...totals: [string, null | 'low' | 'high'][]): PartResult => ({
  ...{ score: '80.00', deducted: '0', weighted: '28.00' },
  judges: Object.fromEntries(totals.map(([total, dropped], i) => [`j${i + 1}`, { total, dropped }])),
})

const row = (code: string, more: Partial<ResultRow> = {}): ResultRow => ({
  ...{ rank: 1, tied: false, code, name: null, unit: null, total: '80.00', status: 'present' },
  ...{ parts: { product: product(['79.00', 'low'], ['80.00', null], ['92.00', 'high']) }, deductions: [], award: null },
  ...more,
})

const results = (...rows: ResultRow[]): Results => ({
  ...{ version: { seq: 7, digest: 'ab' }, final: false, sealed: true, veiled: false },
  ...{ parts: [{ id: 'product', name: text('成品'), weight: '35', source: 'judged', hidden: false }], rows, waiting: [] },
})

describe('columns', () => {
  test('a panel that marks everybody has a column a seat; station judges share one', () => {
    const station = (code: string, seat: string) =>
      row(code, { parts: { product: { ...product(), judges: { [seat]: { total: '9', dropped: null } } } } })
    expect(judgeColumns([row('A'), row('B')], 'product').seats).toEqual(['j1', 'j2', 'j3'])
    expect(judgeColumns([station('A', 's1'), station('B', 's2')], 'product')).toEqual({ seats: [], width: 1 })
  })

  test('the total stands before the parts; names, awards and penalties only where there are some', () => {
    const what = (some: Results, judges = true) => columns(some, judges, names).map((column) => column.what)
    expect(what(results(row('A')), false)).toEqual(['rank', 'code', 'total', 'score', 'weighted'])
    const full = row('A', { name: '赵', unit: '云冈', award: { id: 'a', name: text('一等奖') }, deductions: [{ id: 'l', name: null, points: '1' }] })
    expect(what(results(full), false)).toEqual(['rank', 'code', 'name', 'unit', 'total', 'award', 'deductions', 'score', 'weighted'])
    expect(what(results(row('A'))).filter((one) => one === 'judge')).toHaveLength(3)
  })
})

describe('before unsealing', () => {
  const theory: ResultPart = { id: 'theory', name: text('理论'), weight: '30', source: 'imported', hidden: true }
  const veiled = (...rows: ResultRow[]): Results => {
    const open = results(...rows.map((one) => ({ ...one, rank: null, total: null })))
    return { ...open, veiled: true, parts: [theory, ...open.parts] }
  }
  const what = (some: Results) => columns(some, false, names).map(({ what, part }) => (part ? `${part}/${what}` : what))

  test('neither a total nor a part that is known by name has a column', () => {
    expect(what(veiled(row('A')))).toEqual(['code', 'product/score', 'product/weighted'])
  })

  test('who is absent still has a place to say so', () => {
    expect(what(veiled(row('A'), row('B', { status: 'absent' })))[0]).toBe('rank')
  })
})

describe('order', () => {
  const [a, b, c] = [row('A', { total: '9.50' }), row('B', { total: '10.00' }), row('C', { total: null })]
  const total = columns(results(a, b, c), false, names).find((column) => column.what === 'total')

  test('numbers are sorted as numbers, and what is empty stays last both ways', () => {
    expect(sortRows([a, b, c], total, false, names)).toEqual([a, b, c])
    expect(sortRows([c, a, b], total, true, names)).toEqual([b, a, c])
  })

  test('equal values keep the order of the result', () => {
    const same = [row('X'), row('Y'), row('Z')]
    expect(sortRows(same, total, true, names)).toEqual(same)
  })
})

describe('what Excel gets', () => {
  test('a dropped mark bears its word and is no number any more', () => {
    const some = results(row('A'))
    const judges = columns(some, true, names).filter((column) => column.what === 'judge')
    const body = [{ values: judges.map((column) => valueOf(some.rows[0]!, column, names)), kinds: judges.map((one) => one.kind) }]
    expect(toTsv([], body, (word) => `(${word})`)).toBe('79.00 (low)\t80.00\t92.00 (high)')
  })

  test.each(['=1+1', '+1', '-1', '@x', '＝1+1', '－x'])('a name that reads like a formula stays text: %s', (name) => {
    expect(harmless(name, 'text')).toBe(`'${name}`)
  })

  test('a deduction is a number with a plain minus; tabs and line ends cannot break the table', () => {
    expect(harmless('−0.5', 'number')).toBe('-0.5')
    expect(harmless('赵\t钱\r\n孙', 'text')).toBe('赵 钱 孙')
  })
})

describe('decimals', () => {
  test('points stand under each other whatever the number of digits', () => {
    const digits = decimals(['80', '7.5', '12.25', 'x'])
    expect(digits).toBe(2)
    expect(['80', '7.5', '12.25'].map((one) => aligned(one, digits).length - one.length)).toEqual([3, 1, 0])
  })

  test('a word is left alone', () => {
    expect(aligned('缺席', 2)).toBe('缺席')
  })
})
