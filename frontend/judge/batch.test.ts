import { describe, expect, test } from 'vitest'
import { called, inOwnOrder, mayGo, scanned, tally, type Told } from './batch.ts'
import { standingOf, type Duty, type Group } from './sheets.ts'
import type { Draft, Item, Job, KeptSheet, Part, Sheet, Typed } from './types.ts'

const said = { zh: '话', en: 'words' }
const aspect = { id: 'taste', name: said, kind: 'points', max: '25', step: '0.5' } as const
const part: Part = { id: 'dish', name: said, out_of: '25', partial: false, stages: {}, view: 'batch', panel: { judges: 5, by: 'all' }, criteria: [{ id: 'c', name: said, aspects: [aspect] }] }
const item: Item = { id: 'hot', name: said, state: 'marking', rulebook: 1, parts: [part] }

const duty = (code: string, status = 'present'): Duty => ({
  ...{ key: `hot|${code}|dish`, item, part },
  entry: { item: 'hot', code, parts: ['dish'], station: null, status },
})
const group = (...codes: string[]): Group => ({ id: 'hot|dish', item, part, duties: codes.map((code) => duty(code)) })
const sheet = (code: string, version: number, more: Partial<Sheet> = {}): KeptSheet => ({
  ...{ key: `hot|${code}|dish`, receipt: null, asideMarks: null, refusal: null },
  sheet: {
    ...{ item: 'hot', code, part: 'dish', version, marks: { taste: '20' }, note: '', confirmed: false },
    ...{ mine_confirmed: false, typed_by: null, set_aside: null, ...more },
  },
})
const codes = (duties: Duty[]) => duties.map(({ entry }) => entry.code)

/** A desk on which lie these sheets, drafts and messages. */
function desk(kept: KeptSheet[], typed: Record<string, Typed> = {}, jobs: Partial<Job>[] = []): Told {
  const sheets = new Map(kept.map((one) => [one.key, one]))
  const draft = (key: string) =>
    typed[key] && ({ key, typed: typed[key], note: '', base: sheets.get(key)?.sheet.version ?? 0, aside: null, refusal: null } as unknown as Draft)
  const jobsOf = (key: string) => jobs.filter((job) => job.key === key) as Job[]
  return {
    sheets,
    jobsOf,
    typed: (key) => typed[key] ?? sheets.get(key)?.sheet.marks ?? {},
    standing: (key) => standingOf(sheets.get(key), draft(key), jobsOf(key)),
  }
}

test('rows stand as the judge called them up, then as they arrived from elsewhere, then by code', () => {
  const sheets = new Map([sheet('B02', 40), sheet('B04', 31)].map((one) => [one.key, one]))
  expect(codes(inOwnOrder(group('B01', 'B02', 'B03', 'B04', 'B05'), ['B05', 'B01'], sheets))).toEqual(['B05', 'B01', 'B04', 'B02', 'B03'])
})

describe('calling up by code', () => {
  const { duties } = group('B001', 'B010', 'B011', 'B100')
  const answer = (text: string) => {
    const { found, sure, meant } = called(duties, text)
    return [codes(found), sure?.entry.code ?? null, meant?.entry.code ?? null]
  }
  test('a whole code, with or without what all codes begin with, can mean one only', () => {
    expect(answer('011')).toEqual([['B011'], 'B011', 'B011'])
    expect(answer('b100')).toEqual([['B100'], 'B100', 'B100'])
  })
  test('leading zeros may be left out, but then a longer code is waited for', () => {
    expect(answer('1')).toEqual([['B001', 'B100'], null, 'B001'])
    expect(answer('10')).toEqual([['B010', 'B100'], null, 'B010'])
    expect(answer('01')).toEqual([['B010', 'B011'], null, null])
  })
  test('nothing and nobody', () => {
    expect(answer('')).toEqual([[], null, null])
    expect(answer('7')).toEqual([[], null, null])
  })
})

describe('what one confirmation would confirm', () => {
  const all = ['B01', 'B02', 'B03', 'B04', 'B05', 'B06'].map((code) => duty(code))
  const told = desk(
    [sheet('B01', 1), sheet('B02', 2, { mine_confirmed: true }), sheet('B03', 3, { set_aside: { reason: 'late', seq: 9 } }), sheet('B04', 4, { returned: true })],
    { 'hot|B05|dish': { taste: '22.5' } },
  )
  const heaps = (duties: Duty[], desk: Told) => Object.fromEntries(Object.entries(tally(duties, desk)).map(([heap, of]) => [heap, codes(of)]))

  test('delivered and full sheets are ready; empty and returned ones are open; set aside ones need a look', () => {
    expect(heaps(all, told)).toEqual({ done: ['B02'], ready: ['B01', 'B05'], open: ['B04', 'B06'], held: ['B03'] })
  })
  test('an absent entry is nobody’s to mark, and a confirmation on its way counts as given', () => {
    const sent = desk([sheet('B01', 1)], {}, [{ key: 'hot|B01|dish', kind: 'confirm', confirm: true }])
    expect(heaps([duty('B01'), duty('B06', 'absent')], sent)).toEqual({ done: ['B01'], ready: [], open: [], held: [] })
  })
  test('only a full sheet leaves by itself, once its item is open and when it has come late, too', () => {
    expect(all.filter((one) => mayGo(one, told)).map(({ entry }) => entry.code)).toEqual(['B05'])
    const states = ['preparing', 'marking', 'locked', 'unsealed', 'signed', 'published'] as const
    expect(states.filter((state) => mayGo({ ...all[4]!, item: { ...item, state } }, told))).toEqual(states.slice(1))
  })
})

test('a scanned label opens the entry that bears its code, a sheet of another item none', () => {
  const { duties } = group('A01', '冷02', 'A03')
  const code = duties[1]!.entry.code
  expect(scanned(duties, ` ${code}\n`)).toBe(duties[1])
  expect(scanned(duties, `http://10.0.0.5:5000/works/${encodeURIComponent(code)}`)).toBe(duties[1])
  const sheetOf = (item: string) => `http://hall/console#/cup/${item}/type/dish/seat-1/${encodeURIComponent(code)}`
  expect(scanned(duties, sheetOf(duties[1]!.entry.item))).toBe(duties[1])
  expect(scanned(duties, sheetOf('another'))).toBeNull()
  expect(scanned(duties, `${code}9`)).toBeNull()
  expect(scanned(duties, '%E0%A4%A')).toBeNull()
})
