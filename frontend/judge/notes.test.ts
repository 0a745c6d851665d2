import { expect, test } from 'vitest'
import { readNotes, withNote } from './notes.ts'
import type { Part } from './types.ts'

const named = (id: string, zh: string) => ({ id, name: { zh, en: id }, kind: 'points', max: '10' }) as const
const part: Part = {
  id: 'p',
  name: { zh: '品尝', en: 'Taste' },
  ...{ out_of: '30', partial: false, stages: {} },
  panel: { judges: 1, by: 'all' },
  criteria: [{ id: 'c', name: { zh: '评分', en: 'Marks' }, aspects: [named('taste', '口味'), named('look', '形态'), named('look-2', '形态')] }],
}

test('each aspect’s note is a line under its name, and the sheet’s own stays beside them', () => {
  const one = withNote(part, '复尝一次', 'taste', '偏咸')
  expect(one).toBe('口味：偏咸\n复尝一次')
  expect(readNotes(part, one)).toEqual({ own: { taste: '偏咸' }, rest: '复尝一次' })
  expect(withNote(part, one, 'taste', '')).toBe('复尝一次')
  expect(withNote(part, one, null, '')).toBe('口味：偏咸')
})

test('two aspects of one name keep their notes apart', () => {
  const both = withNote(part, withNote(part, '', 'look', '散'), 'look-2', '碎')
  expect(readNotes(part, both).own).toEqual({ look: '散', 'look-2': '碎' })
})

test('a note that was written before is the sheet’s own, whatever it says', () => {
  expect(readNotes(part, '背面：未砌\n另见照片')).toEqual({ own: {}, rest: '背面：未砌\n另见照片' })
})

test('no note grows beyond what the server takes', () => {
  expect(withNote(part, '', 'taste', '咸'.repeat(600))).toHaveLength(500)
})

test('of a note that would be too long what is being typed is cut, and no character in two', () => {
  const rest = '甲'.repeat(490) // 490 + a line's end + "口味：" leave 6
  expect(withNote(part, rest, 'taste', '偏咸而且发苦发涩')).toBe(`口味：偏咸而且发苦\n${rest}`)
  expect(withNote(part, rest, 'taste', '🌶'.repeat(9))).toBe(`口味：${'🌶'.repeat(6)}\n${rest}`)
  expect(withNote(part, '甲'.repeat(500), 'taste', '咸')).toBe('甲'.repeat(500))
})
