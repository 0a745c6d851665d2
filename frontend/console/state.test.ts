import { describe, expect, test } from 'vitest'
import { actBody, changes, clock, emptyDraft, figures, isBlocked, isUndrawn, lacks, needs, nextAct, quietActs, share, unmet } from './state.ts'
import type { Check, Item, Lack, Seat } from './types.ts'

const text = (word: string) => ({ zh: word, en: word })
const lack = (code: string): Lack => ({ code, data: {}, message: text(code) })
const item = (more: Partial<Item> = {}): Item => ({
  ...{ id: 'masonry', name: text('砌筑'), state: 'marking', frozen: false, sealed: true, unsealed: false, judged: 41, of: 52 },
  ...{ sheets: { in: 88, confirmed: 85, expected: 90, set_aside: 1 }, missing: [], acts: [], board: 'c.masonry' },
  ...{ signed: null, voided: null, excused: [], unlock_by: '', unseal_by: '', parts: [], penalties: [], layers_sealed: 0, advance: null, stage: null, ages: false, may: [] },
  course: { words: { judge: 'judge', entry: 'competitor' }, steps: [], notice: 5, off: [] },
  ...more,
})
const check = (more: Partial<Check> = {}): Check => ({
  ...{ seq: 1234, digest: 'ab12', entries: 52, ranks: 'person', not_covered: '', count: 0, differences: [] },
  ...more,
})

describe('the next act', () => {
  test('an item without codes has nothing to unseal', () => {
    expect(nextAct(item({ state: 'locked', sealed: false }))).toBe('sign')
  })

  test.each([
    ['preparing', 'open'],
    ['marking', 'lock'],
    ['locked', 'unseal'],
    ['unsealed', 'sign'],
    ['signed', 'publish'],
    ['published', null],
  ] as const)('%s goes on with %s', (state, act) => {
    expect(nextAct(item({ state }))).toBe(act)
  })

  test('the next act is not among the quiet ones, and an act that is not allowed is nowhere', () => {
    expect(quietActs(item({ state: 'locked', acts: ['unseal', 'unlock', 'freeze'] }))).toEqual(['freeze', 'unlock'])
    expect(quietActs(item())).toEqual([])
    expect(quietActs(item({ state: 'preparing', acts: ['open', 'freeze'] }))).toEqual([])
  })
})

test('nobody begins without entries and codes; what is missing later may be gone past with a reason', () => {
  expect(isBlocked(item({ state: 'preparing', missing: [lack('codes')] }))).toBe(true)
  expect(isBlocked(item({ state: 'preparing' }))).toBe(false)
  expect(isBlocked(item({ missing: [lack('sheets')] }))).toBe(false)
})

describe('what an act asks for', () => {
  test('locking asks for a reason only when something is missing', () => {
    expect(needs('lock', item())).toEqual([])
    expect(needs('lock', item({ missing: [lack('sheets')] }))).toEqual(['missing_reason'])
  })

  test('an act of two persons asks for the second one, unless they agree at their own desk or were asked already', () => {
    const locked = item({ state: 'locked' })
    expect(needs('unseal', locked)).toEqual(['second'])
    expect(needs('unseal', locked, true)).toEqual([])
    expect(needs('unlock', { ...locked, unlock_by: 'account:7' })).toEqual(['reason'])
  })

  test('that the unsealing is missing is no news beside the button that unseals', () => {
    expect(lacks(item({ state: 'locked', missing: [lack('unsealing')] }))).toEqual([])
    expect(lacks(item({ state: 'unsealed', missing: [lack('scores')] }))).toHaveLength(1)
  })

  test('signing waits for the digest that was shown and a password', () => {
    const list = needs('sign', item({ state: 'unsealed' }))
    expect(unmet(list, emptyDraft(), null)).toEqual(['check', 'digest', 'password'])
    const draft = { ...emptyDraft(), password: 'secret' }
    expect(unmet(list, draft, 'ab12', check())).toEqual([])
    expect(actBody(list, draft, 'ab12')).toEqual({ password: 'secret', digest: 'ab12' })
  })

  test('signing waits until two calculations of exactly what was shown agree', () => {
    const list = needs('sign', item({ state: 'unsealed' }), false, check())
    const draft = { ...emptyDraft(), password: 'secret' }
    expect(unmet(list, draft, 'ab12', null)).toEqual(['check'])
    expect(unmet(list, draft, 'ab12', check({ count: 3 }))).toEqual(['check'])
    expect(unmet(list, draft, 'cd34', check())).toEqual(['check'])
  })

  test('what cannot be calculated twice asks for a reason of its own', () => {
    const without = check({ not_covered: 'ties.by: height' })
    const list = needs('sign', item({ state: 'unsealed' }), false, without)
    const draft = { ...emptyDraft(), password: 'secret' }
    expect(unmet(list, draft, 'ab12', without)).toEqual(['unchecked_reason'])
    expect(actBody(list, { ...draft, unchecked: ' 两人手算 ' }, 'ab12')).toEqual({
      unchecked_reason: '两人手算', password: 'secret', digest: 'ab12',
    })
  })

  test('a reason of spaces is none', () => {
    expect(unmet(['reason'], { ...emptyDraft(), reason: '  ' }, null)).toEqual(['reason'])
  })

  test('only what was asked for is sent', () => {
    const draft = { ...emptyDraft(), reason: ' 停电 ', login: 'li', secondPassword: 'x', password: 'y' }
    expect(actBody(['missing_reason'], draft, null)).toEqual({ missing_reason: '停电' })
    expect(actBody(['second'], draft, null)).toEqual({ second: { login: 'li', password: 'x' } })
  })
})

describe('figures', () => {
  const seat = (id: string, paired: boolean, on = 'masonry'): Seat => ({
    ...{ judge: '', shadow: false, card: false, unsent: null },
    ...{ id, name: { zh: id, en: id }, paired, connected: false, last_seen: null, duties: [{ item: on, part: 'process' }] },
  })

  test('a dialog counts what is open, what is sent only, and what never came', () => {
    const numbers = figures(item(), [seat('a', true), seat('b', false), seat('c', true, 'other')])
    expect(numbers).toMatchObject({ open: 5, unconfirmed: 3, absent: 2, seats: 2, paired: 1 })
    expect(changes('lock', numbers)).toEqual(['console.will.lock.open', 'console.will.lock.late', 'console.will.lock.aside'])
  })

  test('nothing expected is an empty bar', () => {
    expect(share(0, 0)).toBe(0)
    expect(share(1, 3)).toBe(33)
    expect(share(9, 3)).toBe(100)
  })

  test('a time of another day bears its day', () => {
    const now = new Date(2026, 10, 21, 18, 0)
    expect(clock(new Date(2026, 10, 21, 14, 3, 9).toISOString(), now)).toBe('14:03:09')
    expect(clock(new Date(2026, 10, 20, 14, 3, 9).getTime() / 1000, now)).toBe('11月20日 14:03:09')
    expect(clock(new Date(2026, 10, 20, 14, 3, 9).getTime() / 1000, now, 'en')).toBe('20 Nov 14:03:09')
    expect([clock(null), clock('soon')]).toEqual(['', ''])
  })
})

test('before the draw nothing goes by code', () => {
  expect(isUndrawn(item({ state: 'preparing', missing: [lack('codes')] }))).toBe(true)
  expect(isUndrawn(item({ state: 'preparing', missing: [lack('entries')] }))).toBe(false)
})
