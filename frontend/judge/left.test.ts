import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepHello, loadSeat, openSeat, type SeatDb } from './db.ts'
import { partLeft } from './left.ts'
import { queueSheet, settle } from './outbox.ts'
import { bodyOf } from './sender.ts'
import type { Draft, Hello, Job } from './types.ts'

const KEY = 'wall|A01|build'
const [BEFORE, NOW] = [12, 40]
let db: SeatDb
let number = 0

const job = (more: Partial<Job> = {}): Job => ({
  ...{ request: `r${++number}`, kind: 'sheet', key: KEY, item: 'wall', code: 'A01', part: 'build', marks: { a: '7' }, note: '' },
  ...{ base: 0, rulebook: 2, confirm: false, version: 0, attempts: 0, notBefore: 0, holder: BEFORE, ...more },
})
const draft = (more: Partial<Draft> = {}): Draft => ({
  ...{ key: KEY, item: 'wall', code: 'A01', part: 'build', typed: { a: '7' }, note: '', base: 0, holder: BEFORE, aside: null, refusal: null, ...more },
})
const hello = (more: Partial<Hello> = {}): Hello => ({
  ...{ outcome: 'accepted', contest: { id: 'c', title: { zh: '', en: '' }, rehearsal: false }, seat: { id: 's', name: { zh: '', en: '' } } },
  ...{ seq: 50, head: '', now: '', items: [], entries: [], sheets: [], names: {}, ...more },
})
const refused = { outcome: 'refused', code: 'x', message: { zh: '缺项', en: 'Missing' } } as const
const aside = { outcome: 'set_aside', reason: 'handed_over', message: { zh: '', en: '' }, receipt: { seq: 51, head: '' }, current: null } as const

beforeEach(async () => {
  db = await openSeat({ token: '', contest: 'c', seat: { id: `s${++number}`, name: { zh: '', en: '' } } })
})
afterEach(() => db.close())

test('the same judge on a device paired anew goes on where they were', async () => {
  await queueSheet(db, job(), draft())
  await partLeft(db, BEFORE)
  const kept = await loadSeat(db)
  expect([kept.jobs[0]?.key, kept.jobs[0]?.left, kept.drafts.length, kept.left]).toEqual([KEY, undefined, 1, []])
})

test("another judge's sheet goes out under who made it and out of the present judge's way", async () => {
  await queueSheet(db, job(), draft())
  await partLeft(db, NOW)
  await queueSheet(db, job({ holder: NOW, marks: { a: '3' } }), draft({ holder: NOW, typed: { a: '3' } }))
  const { jobs, drafts, left } = await loadSeat(db)
  expect(jobs.map(bodyOf)).toMatchObject([{ marks: { a: '7' }, holder: BEFORE }, { marks: { a: '3' }, holder: NOW }])
  expect(drafts.map((one) => one.typed)).toEqual([{ a: '3' }])
  expect(left).toEqual([])
})

test("the answer to another judge's sheet leaves the present one's untouched, and is shown until a person decided", async () => {
  await queueSheet(db, job(), draft())
  await partLeft(db, NOW)
  await queueSheet(db, job({ holder: NOW, marks: { a: '3' } }), draft({ holder: NOW, typed: { a: '3' } }))
  await settle(db, (await loadSeat(db)).jobs[0]!, aside)
  const { drafts, sheets, left } = await loadSeat(db)
  expect([drafts[0]!.aside, sheets]).toEqual([null, []])
  expect(left).toMatchObject([{ marks: { a: '7' }, seq: 51 }])
  await keepHello(db, hello({ seq: 51, open_asides: [51] }), [])
  expect((await loadSeat(db)).left).toHaveLength(1)
  await keepHello(db, hello({ seq: 60, open_asides: [] }), [])
  expect((await loadSeat(db)).left).toEqual([])
})

test('what another judge typed and never sent is held, and so is what was refused', async () => {
  await db.put('drafts', draft({ typed: { a: '9' }, note: '待补' }))
  await partLeft(db, NOW)
  const { drafts, left } = await loadSeat(db)
  expect([drafts, left]).toMatchObject([[], [{ marks: { a: '9' }, note: '待补', seq: null, holder: BEFORE }]])
  await settle(db, { ...job({ left: true }), n: 1 }, refused)
  expect((await loadSeat(db)).left).toMatchObject([{ marks: { a: '9' } }, { marks: { a: '7' }, seq: null, message: refused.message }])
})

test('a confirmation of another judge that is refused says nothing about a sheet of the present one', async () => {
  await db.add('outbox', job({ kind: 'confirm', confirm: true }))
  await partLeft(db, NOW)
  const [waiting] = (await loadSeat(db)).jobs
  await settle(db, waiting!, refused)
  const { jobs, sheets, left } = await loadSeat(db)
  expect([jobs, sheets, left]).toEqual([[], [], []])
})

test('of a restored journal the other judge’s sheet is brought again under its old number', async () => {
  await db.put('meta', hello({ epoch: { at: '', seq: 0 } }), 'hello')
  const { n: _, ...sent } = job({ left: true })
  await settle(db, { ...sent, n: 1 }, aside)
  await keepHello(db, hello({ seq: 30, epoch: { at: 'later', seq: 29 }, open_asides: [] }), [])
  const { jobs, left } = await loadSeat(db)
  expect([jobs.map(bodyOf), left]).toMatchObject([[{ request: sent.request, offered: 51, holder: BEFORE }], []])
})

test('a judge who handed the seat over still sees what waits for a decision, after any number of hellos', async () => {
  const items = [{ id: 'wall', name: { zh: '', en: '' }, state: 'marking', rulebook: 2, parts: [] }] as Hello['items']
  const entry = (code: string) => ({ item: 'wall', code, parts: ['build'], station: null, status: 'present' })
  await keepHello(db, hello({ items, entries: [entry('A01'), entry('A02')] }), [])
  await queueSheet(db, job(), draft())
  await settle(db, (await loadSeat(db)).jobs[0]!, aside)
  const over = { handed_over: { zh: '', en: '' }, open_asides: [51] }
  for (const seq of [51, 55]) await keepHello(db, hello({ seq, ...over }), [])
  const kept = await loadSeat(db)
  expect([kept.hello!.entries.map(({ code }) => code), kept.drafts[0]!.aside!.receipt.seq]).toEqual([['A01'], 51])
  await keepHello(db, hello({ seq: 60, ...over, open_asides: [] }), [])
  expect([(await loadSeat(db)).hello!.entries, (await loadSeat(db)).drafts]).toEqual([[], []])
})
