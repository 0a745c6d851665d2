import { expect, test } from 'vitest'
import { forgetAll, keep, recall } from './kept.ts'

function storage(room = Infinity): Storage {
  const held = new Map<string, string>()
  return {
    get length() {
      return held.size
    },
    clear: () => held.clear(),
    key: (n) => [...held.keys()][n] ?? null,
    getItem: (name) => held.get(name) ?? null,
    removeItem: (name) => void held.delete(name),
    setItem(name, value) {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError')
      held.set(name, value)
    },
  }
}

test('what was heard comes back with the moment at which it was', () => {
  const tablet = storage()
  keep('checkin/cup/wall', { rows: [1] }, tablet)
  expect(recall('checkin/cup/wall', tablet)).toEqual({ at: expect.stringMatching(/^20/), value: { rows: [1] } })
  expect(recall('checkin/cup/roof', tablet)).toBeNull()
})

test('a tablet that is full keeps nothing rather than what is no longer so', () => {
  const tablet = storage(60)
  keep('clock', 1, tablet)
  keep('clock', 'x'.repeat(100), tablet)
  expect(recall('clock', tablet)).toBeNull()
})

test('who signs out leaves no names behind, and every press that was not delivered', () => {
  const tablet = storage()
  tablet.setItem('floor/cup/wall/checkin/k1', '{}')
  keep('checkin/cup/wall', { rows: [1] }, tablet)
  keep('session', { account: { name: '吴' } }, tablet)
  forgetAll(tablet)
  expect([tablet.length, tablet.key(0)]).toEqual([1, 'floor/cup/wall/checkin/k1'])
})
