import { describe, expect, it, vi } from 'vitest'
import type { Head, Row } from './model.ts'
import { openWord, stateWord, whoColumn } from './say.ts'

const head = { state: 'locked', frozen_at: null, sealed: false, mode: 'parts' } as Head

// Words are told by their keys: what they say in either language is the catalogue's.
vi.mock('../shared/i18n.ts', () => ({ t: (key: string) => key, lang: { now: 'zh' }, pick: (text: { zh: string }) => text.zh }))

describe('the word of an item', () => {
  it('does not wait for an unsealing that will not be', () => {
    expect(stateWord(head)).toBe('board.closed')
    expect(stateWord({ ...head, sealed: true })).toBe('state.locked')
    expect(stateWord({ ...head, state: 'marking', sealed: true })).toBe('state.marking')
  })
})

describe('a figure that will change', () => {
  const row = { provisional: ['process'] } as unknown as Row

  it('is marked, in its part and in the total, and no other', () => {
    expect([openWord(row), openWord(row, 'process'), openWord(row, 'product')]).toEqual(['board.provisional', 'board.provisional', ''])
    expect(openWord({ ...row, provisional: [] })).toBe('')
  })
})

describe('the column of names', () => {
  it('is named after what is ranked, once codes are unsealed', () => {
    const columns = [{ sealed: true }, { ranks: 'person' }, { ranks: 'team' }, { ranks: 'work' }, { mode: 'units' }]
    const said = columns.map((change) => whoColumn({ ...head, ...change } as Head))
    expect(said).toEqual(['code', 'name.person', 'name.team', 'name.work', 'unit'])
  })
})
