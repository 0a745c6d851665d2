import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mayGo, tally } from './batch.ts'
import { openSeat } from './db.ts'
import { desk } from './desk.svelte.ts'
import type { Duty } from './sheets.ts'
import type { Hello, Part } from './types.ts'

/** A page's language may stand in its address; this one has no page. */
vi.hoisted(() => vi.stubGlobal('location', { search: '' }))

const said = { zh: '话', en: 'words' }
const key = 'hot|A01|dish'
let seats = 0

beforeEach(async () => {
  desk.drafts = {}
  await desk.layOut(await openSeat({ token: 't', contest: 'c', seat: { id: `d${seats++}`, name: said } }), 1, () => undefined)
})

function hello(rulebook: number, max = '10'): Hello {
  const taste = { id: 'taste', name: said, kind: 'points', max, step: '1' } as const
  const part: Part = { id: 'dish', name: said, out_of: max, partial: false, stages: {}, view: 'batch', panel: { judges: 1, by: 'all' }, criteria: [{ id: 'c', name: said, aspects: [taste] }] }
  return {
    ...{ outcome: 'accepted', contest: { id: 'c', title: said, rehearsal: false }, seat: { id: 'd', name: said, holder: 1 } },
    ...{ seq: rulebook, head: 'h', now: '', sheets: [], names: {}, items: [{ id: 'hot', name: said, state: 'marking', rulebook, parts: [part] }] },
    entries: [{ item: 'hot', code: 'A01', parts: ['dish'], station: null, status: 'present' }],
  }
}

afterEach(() => vi.useRealTimers())

const duty = (): Duty => desk.duty(key)!

test('what was typed by another scheme is looked at before it goes: 7 of 10 is not 7 of 100', async () => {
  await desk.greeted(hello(1))
  desk.mark(duty(), 'taste', '7')
  expect([desk.standing(key).needs, mayGo(duty(), desk)]).toEqual([null, true])
  await desk.greeted(hello(2, '100'))
  expect(desk.standing(key)).toEqual({ word: 'draft', seq: null, needs: 'scheme' })
  expect([mayGo(duty(), desk), tally([duty()], desk).held]).toEqual([false, [duty()]])
  desk.mark(duty(), 'taste', '70')
  expect([desk.standing(key).needs, mayGo(duty(), desk)]).toEqual([null, true])
})

test('sent by hand it is a sheet by the scheme that the judge saw', async () => {
  await desk.greeted(hello(1))
  desk.mark(duty(), 'taste', '7')
  await desk.greeted(hello(2))
  await desk.send(duty(), false)
  expect(desk.jobs.map(({ rulebook, marks }) => [rulebook, marks])).toEqual([[2, { taste: '7' }]])
  expect(desk.standing(key)).toEqual({ word: 'saved', seq: null, needs: null })
})

/** Whatever is written from now on is not taken, until the returned function is called. */
function full(): () => void {
  const refuse = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  return () => refuse.mockRestore()
}

test('what the device did not take is written again by itself, and then said to be saved', async () => {
  await desk.greeted(hello(1))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const said = new Promise((tell) => process.once('unhandledRejection', tell)) // the page tells the judge of it
  const room = full()
  desk.mark(duty(), 'taste', '7')
  await said
  expect(desk.unsaved[key]).toBe(true)
  desk.isFull = true
  room()
  vi.advanceTimersByTime(5_000)
  vi.useRealTimers()
  await expect.poll(() => [desk.unsaved[key], desk.isFull]).toEqual([false, false])
})

test('a sheet that was sent after all is saved, and the device is full no longer', async () => {
  await desk.greeted(hello(1))
  const said = new Promise((tell) => process.once('unhandledRejection', tell))
  const room = full()
  desk.mark(duty(), 'taste', '7')
  await said
  desk.isFull = true
  room()
  await desk.send(duty(), false)
  await expect.poll(() => [desk.unsaved[key], desk.isFull, desk.standing(key).word]).toEqual([false, false, 'saved'])
})
