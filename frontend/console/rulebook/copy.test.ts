/** Cells copied of the outline become the same lines again. tests/test_frontend.py gives all presets; alone there is one. */
import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { lang } from '../../shared/i18n.ts'
import { scratch } from './begin.ts'
import { copied } from './copy.ts'
import { pasted, placed } from './paste.ts'
import { bookOf, line, linesOf, type Line, type Mapping } from './tree.ts'
import type { Book } from './types.ts'

vi.mock('../../shared/i18n.ts', async () => {
  const { readTexts } = await import('../../plugins/catalogue.ts')
  const folder = new URL('../../../contest/locale', import.meta.url).pathname
  const words = (side: string) => ({ ...readTexts(folder, side, 'scheme'), ...readTexts(folder, side, 'book') })
  const texts: Record<string, Record<string, string>> = { zh: words('zh'), en: words('en') }
  const lang = { now: 'zh' }
  return { lang, t: (key: string) => texts[lang.now]![key] ?? key, pick: (text: Record<string, string>) => text[lang.now] }
})

const SIDES = ['zh', 'en'] as const
const speak = (side: 'zh' | 'en') => void Object.assign(lang, { now: side })
const name = (zh: string) => ({ zh, en: zh })
const given = process.env.CONTEST_RULEBOOKS
const all: Record<string, Book> = given ? JSON.parse(readFileSync(given, 'utf8')) : { 'scratch, told': scratch(name('一'), name('二'), name('三'), name('四')) }
const told = Object.entries(all).filter(([named]) => named.endsWith('told'))

/** As Excel puts cells on the clipboard that hold quotes. */
const excel = (text: string) => text.split('\r\n').map((row) => row.split('\t').map((cell) => (cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t')).join('\r\n')
const back = (text: string) => {
  const { lines, bad, left } = pasted(text, [], -1)
  expect([bad, left]).toEqual([[], []])
  return lines
}
/** Numbers come back without the noughts at their ends. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'string' && /^\d+\.\d+$/.test(each) ? String(Number(each)) : each)))
const parts = (lines: Line[]) => plain(bookOf({}, lines).parts)

it.each(told)('%s comes back from a spreadsheet as it was', (_, book) => {
  for (const side of SIDES) {
    speak(side)
    const text = copied(linesOf(book))
    expect(parts(back(text))).toEqual(plain(book.parts))
    expect(parts(back(excel(text)))).toEqual(plain(book.parts))
  }
})

const LINES = [
  line(0, { id: 'p1', name: name('操作'), source: 'judged', weight: '100', panel: { judges: 5, by: 'all' }, combine: { method: 'median' } }),
  line(1, { id: 'c1', name: name('总分'), factor: '2' }),
  line(2, { id: 'a1', name: { zh: '=1+1', en: '1-2' }, kind: 'points', max: '10', step: '0.5', help: { zh: '一行\n两行', en: 'two' } }),
  line(2, { id: 'a2', name: { zh: '', en: '' }, kind: 'measured', max: '4.50', unit: 'mm', nominal: '0', readings: 3, ladder: [{ upto: '1', points: '4.5' }], pick: 'mean' }),
  line(2, { id: 'a3', name: name('漏做'), kind: 'veto', fixes: 'void', needs: 3 }),
]
const datas = (lines: Line[]) => lines.map(({ data }) => data)

describe('copied lines', () => {
  it('read as a table, what no column says in the last one', () => {
    speak('zh')
    const rows = copied(LINES).split('\r\n').map((row) => row.split('\t'))
    expect(rows[0]!.slice(0, 13)).toEqual(['层级', '中文名', '英文名', '类型', '满分', '间隔', '权重', '系数（得分乘以它）', '计量单位', '标准值（设计值）', '测几个点', '给裁判的说明', expect.stringContaining('其他设置')])
    expect(rows[3]!.slice(0, 6)).toEqual(['评分点', "'=1+1", "'1-2", '打分', '10', '0.5'])
    expect(rows.map((row) => row.length)).toEqual([13, 13, 13, 13, 13, 13])
    expect(JSON.parse(rows[4]!.at(-1)!)).toEqual({ id: 'a2', ladder: [{ upto: '1', points: '4.5' }], pick: 'mean', tolerance: null, per_unit: null })
  })

  it('come back with names that look like sums, formulas and dates, and with none', () => {
    expect(datas(back(copied(LINES)))).toEqual(datas(LINES).map((data) => (data.id === 'a2' ? { ...data, max: '4.5' } : data)))
  })

  it('take what was changed in their cells meanwhile', () => {
    const [aspect] = back(copied(LINES.slice(3, 4)).replace('\t4.50\t', '\t6\t').replace('\tmm\t', '\tcm\t'))
    expect(aspect!.data).toEqual({ ...LINES[3]!.data, max: '6', unit: 'cm' })
  })

  it('are given ids of their own where another line has theirs, and keep them elsewhere', () => {
    const again = pasted(copied(LINES), LINES, 0).lines
    expect(datas(again).map(({ id }) => id)).toEqual(['p2', 'c1', 'a1', 'a2', 'a3'])
    const beside = pasted(copied(LINES.slice(2, 4)), LINES, 3).lines
    expect(datas(placed(LINES, 3, beside)!).map(({ id }) => id)).toEqual(['p1', 'c1', 'a1', 'a2', 'a4', 'a5', 'a3'])
  })

  it('name a cell of other settings that cannot be read, and take in no lines by it', () => {
    const text = copied(LINES.slice(0, 2)).replace('"combine"', '"criteria":[1],"combine"')
    const { lines, bad } = pasted(text.replace('{"id":"c1"}', '{"id":'), [], -1)
    expect(bad).toEqual([{ row: 3, column: text.split('\r\n')[0]!.split('\t').length, text: '{"id":', why: 'rest' }])
    expect([lines[0]!.data, (lines[1]!.data as Mapping).name]).toEqual([LINES[0]!.data, name('总分')])
  })
})
