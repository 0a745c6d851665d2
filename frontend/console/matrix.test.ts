import { describe, expect, test } from 'vitest'
import { buildMatrix, filterRows, inSight, owing } from './matrix.ts'
import type { Cell, Progress, ProgressEntry } from './types.ts'

const seat = (id: string, part: string) => ({ id, name: { zh: id, en: id }, part })
const entry = (code: string, status: ProgressEntry['status'] = 'present') => ({ code, name: null, unit: null, status })

function progress(cells: Record<string, Cell>, absent = ''): Progress {
  const entries = ['A01', 'A02', 'A03'].map((code) => entry(code, code === absent ? 'absent' : 'present'))
  return { seats: [seat('p1', 'process'), seat('j1', 'product'), seat('p2', 'process')], entries, cells, uncounted: {}, at: {} }
}

const CELLS: Record<string, Cell> = {
  'A01|process|p1': 'confirmed', 'A01|product|j1': 'in', 'A02|process|p2': 'none', 'A02|product|j1': 'set_aside',
  'A03|process|p1': 'confirmed', 'A03|product|j1': 'confirmed',
}

describe('the matrix', () => {
  test('seats of one part stand together', () => {
    expect(buildMatrix(progress(CELLS)).columns.map((column) => column.id)).toEqual(['p1', 'p2', 'j1'])
  })

  test('a seat that does not mark an entry owes it nothing', () => {
    const [first] = buildMatrix(progress(CELLS)).rows
    expect(first).toMatchObject({ cells: ['confirmed', null, 'in'], done: 1, of: 2 })
  })

  test('nothing is due from who is absent, but what came before stays in sight', () => {
    const rows = buildMatrix(progress(CELLS, 'A02')).rows
    expect(rows[1]).toMatchObject({ cells: [null, null, 'set_aside'], of: 1 })
  })

  test('a column counts its own sheets', () => {
    expect(buildMatrix(progress(CELLS)).feet).toEqual([{ done: 2, of: 2 }, { done: 0, of: 1 }, { done: 1, of: 3 }])
  })

  test('a live change draws the one row that changed', () => {
    const before = buildMatrix(progress(CELLS))
    const after = buildMatrix(progress({ ...CELLS, 'A01|product|j1': 'confirmed' }), before)
    expect(after.rows.map((row, i) => row === before.rows[i])).toEqual([false, true, true])
  })

  test('a sheet that never counts is neither done nor due, and nobody walks for it', () => {
    const made = buildMatrix({ ...progress(CELLS), uncounted: { 'A02|product|j1': 'recused', 'A03|product|j1': 'shadow' } })
    expect(made.feet).toEqual([{ done: 2, of: 2 }, { done: 0, of: 1 }, { done: 0, of: 1 }])
    expect(made.rows[1]).toMatchObject({ cells: [null, 'none', 'set_aside'], out: [null, null, 'recused'], of: 1 })
    expect(owing(made).map(({ seat: { id }, codes }) => [id, codes])).toEqual([['p2', ['A02']], ['j1', ['A01']]])
  })

  test('who owes most stands first among those to walk to', () => {
    expect(owing(buildMatrix(progress(CELLS))).map(({ seat: { id }, codes }) => [id, codes])).toEqual([['j1', ['A01', 'A02']], ['p2', ['A02']]])
    expect(owing(buildMatrix(progress(CELLS, 'A02')))).toHaveLength(1)
  })

  test('filters: all, incomplete, set aside, and a word', () => {
    const { rows } = buildMatrix(progress(CELLS))
    const codes = (...how: Parameters<typeof filterRows> extends [unknown, ...infer Rest] ? Rest : never) =>
      filterRows(rows, ...how).map((row) => row.entry.code)
    expect(codes('all', '')).toHaveLength(3)
    expect(codes('open', '')).toEqual(['A01', 'A02'])
    expect(codes('set_aside', '')).toEqual(['A02'])
    expect(codes('all', ' a03')).toEqual(['A03'])
  })

  test('of thousands of rows only those in sight are drawn, and the bar keeps its length', () => {
    const span = inSight(3000, 28, 28_000, 560)
    expect(span.to - span.from).toBeLessThan(60)
    expect(span.before + (span.to - span.from) * 28 + span.after).toBe(3000 * 28)
    expect(inSight(5, 28, 9999, 560).to).toBe(5)
  })
})
