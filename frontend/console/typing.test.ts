import { describe, expect, it } from 'vitest'
import { differs, emptyFields, marksOf, nextRow, rowOf, scanned, standing } from './typing.ts'
import type { Scheme, TypingRow } from './types.ts'

const name = { zh: 'x', en: 'x' }
const part: Scheme = {
  id: 'work', name, out_of: '20', partial: false, stages: {}, panel: { judges: 1, by: 'all' },
  criteria: [{ id: 'c', name, aspects: [
    { id: 'a', name, kind: 'points', max: '10' },
    { id: 'b', name, kind: 'check', max: '5' },
    { id: 'm', name, kind: 'measured', max: '5', readings: 2 },
  ] }],
}
const row = (code: string, more: Partial<TypingRow> = {}): TypingRow => ({ code, status: 'present', state: 'none', version: 0, typed_by: [], typed: [], ...more })
const typed = (mine: boolean) => ({ seq: 1, at: '', by: 'x', mine, marks: null })

describe('what is typed', () => {
  it('is whole only when every field is filled; an empty one is no zero', () => {
    const fields = emptyFields(part)
    expect(marksOf(part, fields).open).toEqual(['a', 'b', 'm'])
    Object.assign(fields, { a: ['8.5'], b: ['0'], m: ['1', ''] })
    expect(marksOf(part, fields)).toEqual({ marks: { a: '8.5', b: false }, open: ['m'] })
    fields.m = ['1', '2']
    expect(marksOf(part, fields)).toEqual({ marks: { a: '8.5', b: false, m: ['1', '2'] }, open: [] })
  })

  it('may lack aspects where the part may, but never half of one', () => {
    const fields = { ...emptyFields(part), a: ['8'] }
    expect(marksOf({ ...part, partial: true }, fields)).toEqual({ marks: { a: '8' }, open: [] })
    expect(marksOf({ ...part, partial: true }, { ...fields, m: ['1', ''] }).open).toEqual(['m'])
  })

  it('knows only 1 and 0 for pass and fail', () => {
    expect(marksOf(part, { a: ['1'], b: ['2'], m: ['1', '1'] }).open).toEqual(['b'])
  })
})

describe('the next sheet', () => {
  const rows = [row('A01', { state: 'confirmed' }), row('A02', { typed: [typed(true)] }), row('A03', { typed: [typed(false)] }), row('A04', { status: 'absent' }), row('A05')]

  it('is one that this recorder can do something about, round to the start', () => {
    expect(nextRow(rows, '')?.code).toBe('A03')
    expect(nextRow(rows, 'A03')?.code).toBe('A05')
    expect(nextRow(rows, 'A05')?.code).toBe('A03')
    expect(nextRow(rows.slice(0, 2), '')).toBeNull()
  })

  it('stands as it stands for this recorder', () => {
    expect(rows.map(standing)).toEqual(['confirmed', 'mine', 'theirs', 'open', 'open'])
    expect(standing(row('B', { typed: [typed(true), typed(false)] }))).toBe('differs')
    expect(standing(row('B', { state: 'in' }))).toBe('in')
  })

  it('is meant by its figures where only one code ends so', () => {
    expect(rowOf(rows, 'a03')?.code).toBe('A03')
    expect(rowOf(rows, '5')?.code).toBe('A05')
    expect(rowOf([row('A01'), row('B01')], '1')).toBeNull()
    expect(rowOf(rows, '')).toBeNull()
  })

  it('is named by the code on the paper', () => {
    expect(scanned('http://10.0.0.2:5000/console#/cup/wall/type/work/j1/A%2001')).toEqual({ part: 'work', seat: 'j1', code: 'A 01' })
    expect(scanned('A01')).toBeNull()
    expect(scanned('http://x/console#/cup/wall/type/work')).toBeNull()
  })
})

it('figures written otherwise do not differ', () => {
  expect(differs(['8.50', '8.5'])).toBe(false)
  expect(differs(['80', '8'])).toBe(true)
  expect(differs([['1', '2.0'], ['1', '2']])).toBe(false)
  expect(differs([true, undefined])).toBe(true)
})
