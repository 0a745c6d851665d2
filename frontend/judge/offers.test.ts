import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { keepHello, openSeat, type SeatDb } from './db.ts'
import { queueConfirms, queueSheet, settle } from './outbox.ts'
import { bodyOf } from './sender.ts'
import { keptSheets } from './sheets.ts'
import type { Accepted, Draft, Hello, Job, Sheet } from './types.ts'

const at = { item: 'masonry', code: 'A17', part: 'process' }
const key = 'masonry|A17|process'
const said = { zh: '话', en: 'words' }
let db: SeatDb
let seats = 0

beforeEach(async () => {
  db = await openSeat({ token: 't', contest: 'c', seat: { id: `o${seats++}`, name: said } })
})

const job = (request: string, more: Partial<Job> = {}): Job => ({
  ...{ request, kind: 'sheet', key, ...at, marks: { a: '8' }, note: '', base: 0, rulebook: 1, confirm: false },
  ...{ version: 0, attempts: 0, notBefore: 0 },
  ...more,
})
const draft: Draft = { key, ...at, typed: { a: '8' }, note: '', base: 0, aside: null, refusal: null }
const accepted = (seq: number, more: Partial<Accepted> = {}): Accepted => ({
  ...{ outcome: 'accepted', receipt: { seq, head: 'h' }, version: seq, confirmed: false },
  ...more,
})
const hello = (restored: string, seq: number, sheets: Sheet[] = []): Hello => ({
  ...{ outcome: 'accepted', contest: { id: 'c', title: said, rehearsal: false }, seat: { id: 's', name: said } },
  ...{ seq, head: 'h', now: '', epoch: { at: restored, seq }, entries: [], sheets, names: {} },
  items: [{ id: 'masonry', name: said, state: 'marking', rulebook: 1, parts: [] }],
})
const stands = (more: Partial<Sheet> = {}): Sheet => ({
  ...{ ...at, version: 40, marks: { a: '8' }, note: '', confirmed: false, mine_confirmed: false, typed_by: null },
  ...{ set_aside: null, ...more },
})
const greet = (said: Hello) => keepHello(db, said, keptSheets(said.sheets))
const waiting = async () => (await db.getAll('outbox')).map(({ request, kind, offered }) => [request, kind, offered])

async function delivered(seq: number, more: Partial<Job> = {}): Promise<void> {
  await queueSheet(db, job('r1', more), draft)
  await settle(db, (await db.getAll('outbox'))[0]!, accepted(seq))
}

test('a sheet that the restored journal lacks is brought again, under the request it had', async () => {
  await greet(hello('', 30))
  await delivered(120)
  await greet(hello('14:02', 91))
  expect(await waiting()).toEqual([['r1', 'sheet', 120]])
  expect(bodyOf((await db.getAll('outbox'))[0]!)).toMatchObject({ request: 'r1', base: 0, offered: 120 })
  expect((await db.get('sheets', key))?.sheet.marks).toEqual({ a: '8' })
})

test('a sheet that the backup holds is not brought again, its confirmation is', async () => {
  await greet(hello('', 30))
  await delivered(40)
  await queueConfirms(db, [job('r2', { kind: 'confirm', confirm: true, version: 40 })])
  await settle(db, (await db.getAll('outbox'))[0]!, accepted(120, { version: 40, confirmed: true, mine_confirmed: true }))
  await greet(hello('14:02', 91, [stands()]))
  expect(await db.getAll('outbox')).toMatchObject([{ kind: 'confirm', version: 40 }])
})

test('what waited for a sheet goes behind what is offered of it', async () => {
  await greet(hello('', 30))
  await delivered(120)
  await queueSheet(db, job('r2', { base: 120, marks: { a: '9' } }), draft)
  await greet(hello('14:02', 91))
  expect(await waiting()).toEqual([
    ['r1', 'sheet', 120],
    ['r2', 'sheet', undefined],
  ])
  await settle(db, (await db.getAll('outbox'))[0]!, accepted(92))
  expect(await db.getAll('outbox')).toMatchObject([{ request: 'r2', base: 92 }])
})

test('a second greeting neither doubles what is offered nor hides the sheet from its judge', async () => {
  await greet(hello('', 30))
  await delivered(120)
  await greet(hello('14:02', 91))
  await greet(hello('14:02', 91))
  expect(await waiting()).toEqual([['r1', 'sheet', 120]])
  expect((await db.get('sheets', key))?.sheet.version).toBe(120)
})

test('a sheet that was set aside is brought again too', async () => {
  await greet(hello('', 30))
  await queueSheet(db, job('r1'), draft)
  const late = { outcome: 'set_aside', reason: 'late', message: said, receipt: { seq: 125, head: 'h' }, current: null } as const
  await settle(db, (await db.getAll('outbox'))[0]!, late)
  await greet(hello('14:02', 130))
  expect(await db.getAll('outbox')).toMatchObject([{ kind: 'sheet', marks: { a: '8' }, offered: 125 }])
})

test('a receipt of the lost journal is not shown to the new one', async () => {
  await greet(hello('', 30))
  await delivered(120)
  await greet(hello('14:02', 91))
  expect(await db.get('meta', 'receipt')).toBeUndefined()
})

test('nothing is brought again while the journal is the same', async () => {
  await greet(hello('', 30))
  await delivered(120)
  await greet(hello('', 121, [stands({ version: 120 })]))
  expect(await waiting()).toEqual([])
})
