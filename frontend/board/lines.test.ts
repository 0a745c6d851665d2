import { describe, expect, it } from 'vitest'
import { found, isComplete, linesOf, movedKeys, pagesOf, ROWS_A_PAGE } from './lines.ts'
import type { Line } from './lines.ts'
import { digestOf, takeSnapshot } from './model.ts'
import type { Board, Head, Part, Place, Row } from './model.ts'

const part = (id: string, shown = true): Part => ({ id, name: { zh: id, en: id }, weight: '50', shown })
const process = part('process')
const product = part('product')

function entry(code: string, ...done: string[]): Row {
  const score = done.length ? '90.00' : null
  return { key: code, code, name: null, unit: null, score, parts: {}, done, provisional: [], status: null, award: null }
}

const many = (count: number, ...done: string[]) =>
  Array.from({ length: count }, (_, i) => entry(`${done.join('') || 'x'}${i + 1}`, ...done))

function boardOf(rows: Row[], change: Partial<Head> = {}): Board {
  const head = { parts: [process, product], entries: rows.length, depth: 200, ...change } as Head
  const places = rows.map((_, i): Place => [i + 1, 0])
  const step = takeSnapshot(null, { board: 'c.i', n: 1, digest: digestOf(rows, places), head, rows, places })
  return step.board!
}

const say = (line: Line) =>
  line.kind === 'entry' ? line.row.code : `${line.group.kind}(${line.group.parts.map((p) => p.id)}) ${line.group.count}`
const said = (board: Board) => linesOf(board).map(say)

describe('groups', () => {
  it('are headed by the parts that are judged, complete ones first', () => {
    const board = boardOf([entry('A', 'process', 'product'), entry('B', 'process'), entry('C', 'process'), entry('D')])
    expect(said(board)).toEqual(['all(process,product) 1', 'A', 'some(process) 2', 'B', 'C', 'none() 1', 'D'])
  })

  it('need no heading once everything listed is complete', () => {
    expect(said(boardOf([entry('A', 'process', 'product')]))).toEqual(['A'])
  })

  it('do not call complete what has a part still hidden', () => {
    const parts = [process, part('theory', false)]
    const board = boardOf([entry('A', 'process'), entry('B')], { parts })
    expect(said(board)[0]).toBe('listed(process) 1')
  })

  it('put those without a place apart', () => {
    const gone: Row = { ...entry('B', 'process', 'product'), status: 'withdrawn' }
    expect(said(boardOf([entry('A', 'process', 'product'), gone]))).toEqual(['A', 'unranked(process,product) 1', 'B'])
  })

  it('are not complete while a score in them will change', () => {
    const open: Row = { ...entry('B', 'process', 'product'), provisional: ['product'] }
    const lines = linesOf(boardOf([entry('A', 'process', 'product'), open]))
    expect(lines.map(say)).toEqual(['all(process,product) 2', 'A', 'B'])
    expect(lines.map(({ group }) => isComplete(group))).toEqual([false, false, false])
  })

  it('do not count what the depth cuts off', () => {
    const rows = [entry('A', 'process', 'product'), entry('B', 'process')]
    expect(said(boardOf(rows, { entries: 9, depth: 2 }))).toContain('some(process) null')
  })
})

describe('pages', () => {
  const rowsOf = (page: Line[]) => page.filter((line) => line.kind === 'entry').length

  it('hold ten rows', () => {
    expect(pagesOf(linesOf(boardOf(many(18, 'process', 'product')))).map(rowsOf)).toEqual([10, 8])
  })

  it('of an empty board are none', () => {
    expect(pagesOf([])).toEqual([])
  })

  it('repeat the heading of a group that goes on', () => {
    const pages = pagesOf(linesOf(boardOf([...many(4, 'process', 'product'), ...many(14, 'process')])))
    expect(pages.map((page) => say(page[0]!))).toEqual(['all(process,product) 4', 'some(process) 14'])
    expect(pages.map(rowsOf)).toEqual([9, 9])
  })

  it('never end with a heading, overflow, or lose a row, wherever the groups fall', () => {
    for (let first = 0; first <= 25; first += 1) {
      for (let second = 1; second <= 12; second += 1) {
        const rows = [...many(first, 'process', 'product'), ...many(second, 'process'), ...many(1)]
        const pages = pagesOf(linesOf(boardOf(rows)))
        expect(pages.flat().filter((line) => line.kind === 'entry').map(say)).toEqual(rows.map((r) => r.code))
        for (const page of pages) {
          expect(page[page.length - 1]?.kind).toBe('entry')
          expect(rowsOf(page) + (page.length - rowsOf(page)) / 2).toBeLessThanOrEqual(ROWS_A_PAGE + 0.5)
        }
      }
    }
  })
})

describe('finding', () => {
  const board = boardOf([
    { ...entry('A07', 'process', 'product'), name: '王建国', unit: '市政工程公司' },
    entry('B12', 'process'),
  ])

  it.each([
    ['a07', ['A07']],
    ['建国', ['A07']],
    ['市政', ['A07']],
    ['b1', ['B12']],
    ['  ', ['A07', 'B12']],
    ['Z', []],
  ])('%o finds %o', (query, codes) => {
    const lines = found(linesOf(board), query)
    expect(lines.flatMap((line) => (line.kind === 'entry' ? [line.row.code] : []))).toEqual(codes)
  })

  it('drops headings without rows', () => {
    expect(found(linesOf(board), 'B12').map(say)).toEqual(['some(process) 1', 'B12'])
  })
})

describe('moved rows', () => {
  it('are the new ones and those whose score changed, not those pushed aside', () => {
    const before = boardOf([entry('A', 'process'), entry('B', 'process')])
    const now = boardOf([entry('N', 'process'), { ...entry('B', 'process'), score: '95.00' }, entry('A', 'process')])
    expect(movedKeys(before, now)).toEqual(new Set(['N', 'B']))
  })

  it('are none when names join, and none on first sight', () => {
    const before = boardOf([entry('A', 'process')])
    expect(movedKeys(before, boardOf([{ ...entry('A', 'process'), name: '王建国' }])).size).toBe(0)
    expect(movedKeys(null, before).size).toBe(0)
  })
})
