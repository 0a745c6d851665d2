import { describe, expect, it } from 'vitest'
import { asKind, bookOf, History, insert, isSound, line, lineAt, linesOf, move, placesOf, remove, shift, sums, type Line } from './tree.ts'

const name = (zh: string) => ({ zh, en: zh })
const aspect = (id: string, max = '10') => ({ id, name: name(id), kind: 'points', max, step: '0.5', help: name('h') })
const BOOK = {
  format: 1,
  id: 'wall',
  awards: [{ id: 'first' }],
  parts: [
    { id: 'theory', name: name('理论'), source: 'imported', weight: '30', out_of: '100' },
    {
      id: 'work', name: name('操作'), source: 'judged', weight: '65', out_of: '30', panel: { judges: 3, by: 'all' },
      criteria: [
        { id: 'c1', name: name('一'), aspects: [aspect('a1'), aspect('a2', '5.5')] },
        { id: 'c2', name: name('二'), factor: '2', aspects: [aspect('a3', '4')] },
      ],
    },
  ],
}
const ids = (lines: Line[]) => lines.map(({ level, data }) => `${'  '.repeat(level)}${data.id}`)
const at = (lines: Line[], id: string) => lines.findIndex(({ data }) => data.id === id)

describe('an outline', () => {
  it('comes back as the rulebook it was made of', () => {
    expect(bookOf(BOOK, linesOf(BOOK))).toEqual(BOOK)
  })

  it('says by how much weights and points do not add up', () => {
    const found = sums(BOOK, linesOf(BOOK))
    expect(found.weights).toEqual({ lacks: '5' })
    expect(found.of).toEqual([null, '23.5', '15.5', '10', '5.5', '4', '4'])
    expect(found.gaps[1]).toEqual({ lacks: '6.5' })
    expect(sums({ ...BOOK, weighting: 'sum' }, linesOf(BOOK)).weights).toBeNull()
  })

  it('knows nothing of a sum while a number cannot be read', () => {
    const lines = linesOf(BOOK)
    lines[3]!.data.max = '1,5'
    const found = sums(BOOK, lines)
    expect([found.of[1], found.of[2], found.gaps[1]]).toEqual([null, null, null])
  })

  it('takes a new line beside, or first inside where something lies in it', () => {
    const lines = linesOf(BOOK)
    expect(ids(insert(lines, at(lines, 'a1'))[0]).slice(2, 6)).toEqual(['  c1', '    a1', '    a4', '    a2'])
    expect(ids(insert(lines, at(lines, 'c2'))[0]).slice(-2)).toEqual(['    a4', '    a3'])
  })

  it('moves lines in and out, and back to what they said', () => {
    const lines = linesOf(BOOK)
    expect(ids(shift(lines, at(lines, 'c2'), 1)!).slice(2)).toEqual(['  c1', '    a1', '    a2', '    c2', '    a3'])
    expect(shift(lines, at(lines, 'c1'), 1)).toBeNull()
    expect(shift(lines, at(lines, 'c1'), -1)).toBeNull() // its aspects would lie in no criterion
    const out = shift(lines, at(lines, 'a2'), -1)!
    expect(ids(out).slice(2, 5)).toEqual(['  c1', '    a1', '  a2'])
    expect(shift(out, at(out, 'a2'), 1)!.map(({ data }) => data)).toEqual(lines.map(({ data }) => data))
    expect(shift(lines, at(lines, 'work'), 1)).toBeNull()
    expect(shift(lines, 0, -1)).toBeNull()
  })

  it('moves lines up and down with what lies in them', () => {
    const lines = linesOf(BOOK)
    const up = move(lines, at(lines, 'c2'), -1)!
    expect(ids(up).slice(1)).toEqual(['work', '  c2', '    a3', '  c1', '    a1', '    a2'])
    expect(ids(move(up, at(up, 'c2'), 1)!)).toEqual(ids(lines))
    expect(ids(move(lines, at(lines, 'work'), -1)!).slice(0, 2)).toEqual(['work', '  c1'])
    expect(move(lines, 0, -1)).toBeNull()
    expect(ids(remove(lines, at(lines, 'c1'))!)).toEqual(['theory', 'work', '  c2', '    a3'])
    expect(remove([line(0, {})], 0)).toBeNull()
  })

  it('has no scheme where nobody marks', () => {
    expect(isSound([line(0, { source: 'imported' }), line(1, {})])).toBe(false)
    expect(isSound([line(0, { source: 'judged' }), line(2, {})])).toBe(false)
  })

  it('finds the line that a fault is about', () => {
    const places = placesOf(linesOf(BOOK))
    expect(lineAt(places, 'parts[1].criteria[1].aspects[0].max')).toBe(6)
    expect(lineAt(places, 'parts[1].criteria[1].name.zh')).toBe(5)
    expect(lineAt(places, 'parts[1].out_of')).toBe(1)
    expect(lineAt(places, 'parts')).toBe(-1)
  })

  it('gives another kind what it needs and nothing of the one before', () => {
    const veto = asKind(aspect('a1'), 'veto')
    expect(veto).toEqual({ id: 'a1', name: name('a1'), kind: 'veto', help: name('h'), fixes: 'sheet', at: '0' })
    expect(asKind(veto, 'check')).toEqual({ id: 'a1', name: name('a1'), kind: 'check', max: '10', help: name('h') })
    expect(asKind(aspect('a1'), 'faults')).toEqual({ id: 'a1', name: name('a1'), kind: 'faults', max: '10', help: name('h'), per_fault: '1' })
  })

  it('goes back and forth, a field at a time', () => {
    const history = new History<number>()
    history.note(1, 'name')
    history.note(2, 'name')
    history.note(3, '')
    expect([history.undo(4), history.undo(3), history.undo(1), history.redo(1), history.redo(3)]).toEqual([3, 1, null, 3, 4])
  })
})
