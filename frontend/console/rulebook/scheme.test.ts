import { describe, expect, it } from 'vitest'
import { filled, schemeOf } from './scheme.svelte.ts'

const name = (zh: string) => ({ zh, en: zh })
const aspect = (id: string, more = {}) => ({ id, name: name(id), kind: 'points', max: '10', step: '0.5', ...more })
const BOOK = {
  id: 'wall',
  rounding: { aspect: { digits: 1, mode: 'half_up' } },
  parts: [{ id: 'p1', name: name('操作'), source: 'judged', weight: '100', criteria: [{ id: 'c1', name: name('墙'), aspects: [aspect('a1'), aspect('a2')] }] }],
}
const scheme = (book = {}) => schemeOf('cup', 'wall', 1, { ...BOOK, ...book })

describe('a rulebook that is edited', () => {
  it('takes pasted lines away in one step, and brings them back', () => {
    const one = scheme()
    one.paste('灰缝\t十\n清理\t5\n', 2)
    expect(one.lines.map(({ data }) => data.max)).toEqual([undefined, undefined, '10', '十', '5', '10'])
    expect(one.told).toMatchObject({ placed: true, bad: [{ row: 1, column: 2, text: '十' }] })
    one.back()
    expect([one.whole(), one.told]).toEqual([BOOK, null])
    one.forth()
    expect(one.lines).toHaveLength(6)
  })

  it('goes back a field at a time, through its other rules too', () => {
    const one = scheme()
    one.number(2, 'max', '1', true)
    one.number(2, 'max', '12', true)
    one.change(one.lines, 'rules.penalties.0.points', { ...one.rules, penalties: [{ id: 'late' }] })
    one.back()
    expect(one.whole()).toMatchObject({ parts: [{ criteria: [{ aspects: [{ max: '12' }, {}] }] }] })
    expect(one.whole()).not.toHaveProperty('penalties')
    one.back()
    expect(one.whole()).toEqual(BOOK)
    expect(one.back()).toBe(false)
  })

  it('fills a name that stands in one language, wherever it stands', () => {
    expect(filled({ name: { zh: ' 迟到 ', en: '' }, rows: [{ zh: '', en: 'Late' }] })).toEqual({ name: name('迟到'), rows: [name('Late')] })
  })

  it('marks lines from the one it began at, to either side, until something changes', () => {
    const one = scheme()
    const seen = [2, 3, 2, 1].map((n) => {
      one.mark(n)
      one.at = n
      return one.marked
    })
    expect(seen).toEqual([[0, 2], [0, 3], [0, 2], [0, 1]])
    expect([one.take().length, one.taken]).toEqual([2, 2])
    one.number(2, 'max', '1', true)
    expect([one.marked, one.taken, one.take().length]).toEqual([null, 0, 4])
  })

  it('finds the line of a fault', () => {
    const one = scheme()
    one.faults = [{ place: 'parts[0].criteria[0].aspects[1].max', code: '', message: name('') }, { place: 'ties[0]', code: '', message: name('') }]
    expect(one.wrong.map(({ at }) => at)).toEqual([3, -1])
  })
})

describe('faults', () => {
  it('where nothing stands are told once', () => {
    const one = scheme({ ties: [{ by: 'part', part: '' }] })
    const fault = (place: string, code: string) => ({ place, code, message: name(code) })
    one.faults = [fault('ties[0].part', 'a'), fault('ties[0].part', 'b'), fault('id', 'a'), fault('id', 'b')]
    expect(one.faults.map(({ place, code }) => place + code)).toEqual(['ties[0].parta', 'ida', 'idb'])
  })
})

describe('the sheet beside it', () => {
  const part = (...aspects: object[]) => scheme({ parts: [{ ...BOOK.parts[0], criteria: [{ id: 'c1', name: name('墙'), aspects }] }] }).part!

  it('stands half a number, and rounds as the rulebook says', () => {
    const broken = { kind: 'measured', max: '', nominal: '-', readings: 0, ladder: [{ upto: '3', points: '1.' }, { upto: '5', points: '6' }] }
    const [shown] = part(aspect('a1', broken)).criteria[0]!.aspects
    expect(shown).toMatchObject({ max: '0', ladder: [{ upto: '5', points: '6' }] })
    expect([shown!.nominal, shown!.readings]).toEqual([undefined, undefined])
    expect(part(aspect('a1')).stages).toEqual({ aspect: { digits: 1, mode: 'half_up' }, factor: undefined })
  })

  it('has one number where judges give one for the whole part', () => {
    const one = scheme({ parts: [{ ...BOOK.parts[0], entry: 'total' }] })
    expect(one.part!.criteria.map(({ aspects }) => aspects)).toEqual([[{ id: 'total', name: name('操作'), kind: 'points', max: '20', step: '0.5', help: { zh: 'a1 10、a2 10', en: 'a1 10, a2 10' } }]])
  })

  it('is none where nobody marks', () => {
    expect(scheme({ parts: [{ id: 'p1', source: 'imported' }] }).part).toBeNull()
  })
})
