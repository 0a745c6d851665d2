import { expect, test } from 'vitest'
import { cacheName, isStale, keptFor } from './kept.ts'

const files = { '/judge': 'a'.repeat(64), '/static/assets/judge-1.js': 'b'.repeat(64) }
const origin = 'https://venue.lan'
const kept = (path: string, more: Partial<Request> = {}) =>
  keptFor({ method: 'GET', mode: 'cors', url: origin + path, ...more }, origin, '/judge', files)

test('opening the page and loading its files is answered from what is kept', () => {
  expect(kept('/judge', { mode: 'navigate' })).toBe('/judge')
  expect(kept('/judge?from=home', { mode: 'navigate' })).toBe('/judge')
  expect(kept('/static/assets/judge-1.js')).toBe('/static/assets/judge-1.js')
})

test('the server is never spoken for: not its answers, not its line, not another page', () => {
  expect(kept('/api/pair', { method: 'POST' })).toBeNull()
  expect(kept('/api/session')).toBeNull()
  expect(kept('/socket.io/?EIO=4&transport=websocket')).toBeNull()
  expect(kept('/console', { mode: 'navigate' })).toBeNull()
  expect(kept('/judge')).toBeNull()
  expect(kept('/static/assets/judge-1.js', { method: 'HEAD' })).toBeNull()
  expect(keptFor({ method: 'GET', mode: 'cors', url: 'https://else.where/judge' }, origin, '/judge', files)).toBeNull()
})

test('a build has a place of its own, and only older builds of this page are thrown away', () => {
  const [one, two] = [cacheName('/judge', files), cacheName('/judge', { ...files, '/judge': 'c'.repeat(64) })]
  expect(one).not.toBe(two)
  expect(isStale(one, two)).toBe(true)
  expect(isStale(two, two)).toBe(false)
  expect(isStale('somebody-elses', two)).toBe(false)
  expect(isStale(cacheName('/floor', { '/floor': 'c'.repeat(64) }), two)).toBe(false)
})
