import { describe, expect, it } from 'vitest'
import { columnsOf } from './hall.ts'
import type { Wanted } from './hall.ts'
import type { Part, Row } from './model.ts'

const measure = (text: string, size: number) => [...text].length * size
const part = (id: string): Part => ({ id, name: { zh: id, en: id }, weight: '1', shown: true })
const row = (change: Partial<Row>): Row => ({
  key: 'a',
  code: 'A07',
  name: null,
  unit: null,
  score: '91.50',
  parts: { theory: '90.00', practice: '95.00' },
  done: ['theory', 'practice'],
  status: null,
  provisional: [],
  award: null,
  ...change,
})

const columns = (rows: Row[], parts: Part[]) => columnsOf({ ...wanted, rows, parts }, measure)
const wanted: Wanted = {
  screen: 1920,
  rows: [],
  parts: [],
  places: { widest: '10', tied: '并列' },
  scoreText: (each) => each.score ?? '',
  statusText: () => '',
  partName: (each) => each.name.zh,
  awardName: (each) => each.award?.name.zh ?? '',
  openWord: '',
  whoName: (each) => each.name ?? each.code,
}

const sum = (all: ReturnType<typeof columns>) =>
  all.place + all.score + 40 + all.who + all.award + all.unit + all.parts.reduce((most, each) => most + each.width, 0)

describe('the columns of the hall screen', () => {
  const parts = [part('theory'), part('practice')]

  it('fill the screen between its edges, whatever stands in them', () => {
    const award = { id: 'first', name: { zh: '一等奖', en: 'First prize' } }
    for (const rows of [[], [row({})], [row({ name: '阿卜杜热合曼·阿卜力克木', unit: '市政工程公司' })], [row({ award })]]) {
      for (const shown of [[], parts, ['a', 'b', 'c', 'd', 'e', 'f'].map(part)]) {
        expect(Math.round(sum(columns(rows, shown)))).toBe(1920 - 2 * 72)
      }
    }
  })

  it('leave names more than half of what the figures leave', () => {
    const named = columns([row({ name: '阿卜杜热合曼·阿卜力克木', unit: '大同市云冈区建筑工程有限责任公司' })], parts)
    expect(named.who).toBeGreaterThan((1776 - named.place - named.score - 40) / 2)
  })

  it('give way to the awards once there are any', () => {
    const award = { id: 'first', name: { zh: '一等奖', en: 'First prize' } }
    const awarded = columns([row({ award })], parts)
    expect(awarded.parts).toEqual([])
    expect(awarded.award).toBeGreaterThan(0)
  })

  it('set units as large as the longest of them allows, all alike, and never small', () => {
    const award = { id: 'first', name: { zh: '一等奖', en: 'First prize' } }
    const size = (unit: string, change: Partial<Row> = {}) => columns([row({ name: '王建国', unit: '市政', ...change }), row({ name: '李强', unit, ...change })], parts).unitSize
    expect(size('市政工程公司')).toBe(44)
    expect(size('市政工程公司', { award })).toBe(44)
    expect(size('大同市云冈区建筑工程集团有限责任公司第一分公司', { award })).toBe(35)
    expect(size('大同市云冈区建筑工程集团有限责任公司第一分公司')).toBe(32)
  })

  it('stand still when scores and places change within their digits', () => {
    const before = columns([row({}), row({ score: '90.00' })], parts)
    expect(columns([row({ score: '11.11' }), row({ score: '99.99' })], parts)).toEqual(before)
  })
})
