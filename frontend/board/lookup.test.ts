import { describe, expect, it } from 'vitest'
import { codeBeyond, lookUp } from './lookup.ts'
import type { Board, Head, Row } from './model.ts'

const row = (code: string) => ({ key: code, code }) as Row
function boardOf(depth: number, entries: number): Board {
  const listed = Array.from({ length: Math.min(depth, entries) }, (_, i) => row(`A0${i + 1}`))
  const rows = new Map(listed.map((each) => [each.key, each]))
  return { head: { depth, entries } as Head, rows, order: [...rows.keys()] } as unknown as Board
}

const answers = (status: number, body: unknown) => async () => new Response(JSON.stringify(body), { status })

describe('a code', () => {
  it('is asked for when the board is too short to list it', () => {
    expect(codeBeyond(boardOf(2, 5), ' a07 ')).toBe('a07')
  })

  it('is not asked for when it is listed, when all are listed, or when it can be no code', () => {
    expect(codeBeyond(boardOf(2, 5), 'a01')).toBeNull()
    expect(codeBeyond(boardOf(9, 5), 'a07')).toBeNull()
    expect(codeBeyond(boardOf(2, 5), '王建国')).toBeNull()
    expect(codeBeyond(boardOf(2, 5), '')).toBeNull()
  })
})

describe('the answer', () => {
  it('is the row with its place', async () => {
    const asked: string[] = []
    const ask = (url: unknown) => (asked.push(String(url)), answers(200, { row: row('甲7'), place: [301, 0] })())
    expect(await lookUp('c.wall', '甲7', ask)).toMatchObject({ row: { code: '甲7' }, place: [301, 0] })
    expect(asked).toEqual(['/boards/c.wall?code=%E7%94%B27'])
  })

  it('tells an entry that is not there from a line that is not', async () => {
    expect(await lookUp('c.wall', 'Z1', answers(404, {}))).toBe('absent')
    expect(await lookUp('c.wall', 'Z1', answers(500, {}))).toBe('lost')
    expect(await lookUp('c.wall', 'Z1', () => Promise.reject(new TypeError()))).toBe('lost')
  })
})
