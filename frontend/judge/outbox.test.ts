import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { keepHello, openSeat, type SeatDb } from './db.ts'
import { markAttempts, nextJobs, queueConfirms, queueSheet, settle } from './outbox.ts'
import { NoAnswer, Sender } from './sender.ts'
import { isDirty, keptSheets, standingOf } from './sheets.ts'
import type { Accepted, Draft, Hello, Job, RefusedAnswer, SetAside, Sheet } from './types.ts'

const at = { item: 'masonry', code: 'A17', part: 'process' }
const key = 'masonry|A17|process'
const said = { zh: '话', en: 'words' }
let db: SeatDb
let seats = 0

beforeEach(async () => {
  db = await openSeat({ token: 't', contest: 'c', seat: { id: `s${seats++}`, name: said } })
})

const job = (request: string, more: Partial<Job> = {}): Job => ({
  ...{ request, kind: 'sheet', key, ...at, marks: { a: '8' }, note: '', base: 0, rulebook: 1, confirm: false },
  ...{ version: 0, attempts: 0, notBefore: 0 },
  ...more,
})
const draft = (more: Partial<Draft> = {}): Draft => ({
  ...{ key, ...at, typed: { a: '8' }, note: '', base: 0, aside: null, refusal: null },
  ...more,
})
const accepted = (seq: number): Accepted => ({
  ...{ outcome: 'accepted', receipt: { seq, head: 'h' }, version: seq, confirmed: false },
})
const aside: SetAside = { outcome: 'set_aside', reason: 'late', message: said, receipt: { seq: 9, head: 'h' }, current: null }
const refused: RefusedAnswer = { outcome: 'refused', code: 'malformed', message: said }
const queued = async () => (await db.getAll('outbox')).map(({ request, base, version }) => ({ request, base, version }))
const stand = async () => {
  const [kept, kind, jobs] = await Promise.all([db.get('sheets', key), db.get('drafts', key), db.getAll('outbox')])
  return standingOf(kept, kind, jobs).word
}

test('an edit takes the place of a sheet that nobody can have seen', async () => {
  await queueSheet(db, job('r1'), draft())
  await queueSheet(db, job('r2'), draft())
  expect((await queued()).map(({ request }) => request)).toEqual(['r2'])
})

test('an edit waits behind a sheet that was tried, and follows the version its answer brings', async () => {
  await queueSheet(db, job('r1'), draft())
  const [first] = await db.getAll('outbox')
  const [tried] = await markAttempts(db, [first!])
  await queueSheet(db, job('r2', { marks: { a: '9' } }), draft({ typed: { a: '9' } }))
  await settle(db, tried!, accepted(128))
  expect(await queued()).toEqual([{ request: 'r2', base: 128, version: 128 }])
  expect(await stand()).toBe('saved')
})

test('a confirmation joins a sheet that is untried, and waits behind one that was tried', async () => {
  await queueSheet(db, job('r1'), draft())
  await queueConfirms(db, [job('r2', { kind: 'confirm', confirm: true })])
  expect((await db.getAll('outbox')).map(({ request, confirm }) => [request, confirm])).toEqual([['r1', true]])
  await markAttempts(db, [(await db.getAll('outbox'))[0]!])
  await queueSheet(db, job('r3'), draft())
  await markAttempts(db, [(await db.getAll('outbox'))[1]!])
  await queueConfirms(db, [job('r4', { kind: 'confirm', confirm: true })])
  expect((await queued()).map(({ request }) => request)).toEqual(['r1', 'r3', 'r4'])
})

test('a sheet goes from saved over delivered to confirmed', async () => {
  await queueSheet(db, job('r1'), draft())
  expect(await stand()).toBe('saved')
  await settle(db, (await db.getAll('outbox'))[0]!, accepted(128))
  expect(await stand()).toBe('delivered')
  await queueConfirms(db, [job('r2', { kind: 'confirm', marks: {}, confirm: true })])
  await settle(db, (await db.getAll('outbox'))[0]!, accepted(129))
  expect(await stand()).toBe('confirmed')
  expect((await db.get('sheets', key))!.sheet.marks).toEqual({ a: '8' })
  expect(await db.get('meta', 'receipt')).toEqual({ seq: 129, head: 'h' })
})

test('what is typed over a waiting sheet is being filled in, and nothing is confirmed until it is sent', async () => {
  await queueSheet(db, job('r1'), draft())
  await db.put('drafts', draft({ typed: { a: '3' } }))
  expect(await stand()).toBe('draft')
  await queueConfirms(db, [job('r2', { kind: 'confirm', confirm: true })])
  expect((await db.getAll('outbox')).map(({ request, confirm }) => [request, confirm])).toEqual([['r1', false]])
  await queueSheet(db, job('r3', { marks: { a: '3' } }), draft({ typed: { a: '3' } }))
  expect(await stand()).toBe('saved')
  await queueConfirms(db, [job('r4', { kind: 'confirm', confirm: true })])
  expect((await db.getAll('outbox')).map(({ marks, confirm }) => [marks, confirm])).toEqual([[{ a: '3' }, true]])
})

test('a note written over a waiting sheet counts as typed, and so does what is typed back to what the server holds', async () => {
  await queueSheet(db, job('r1'), draft())
  await db.put('drafts', draft({ note: 'cold' }))
  expect(await stand()).toBe('draft')
  await settle(db, (await db.getAll('outbox'))[0]!, accepted(7))
  await queueSheet(db, job('r2', { marks: { a: '9' } }), draft({ typed: { a: '9' } }))
  await db.put('drafts', draft({ typed: { a: '8' } }))
  await keepHello(db, hello(7), keptSheets([sheet(7, '8')]))
  expect(await stand()).toBe('draft')
})

test('a sheet that a colleague changed while its confirmation waits is shown as it is now', async () => {
  await queueSheet(db, job('r1'), draft())
  await settle(db, (await db.getAll('outbox'))[0]!, accepted(7))
  await queueConfirms(db, [job('r2', { kind: 'confirm', marks: {}, confirm: true })])
  await keepHello(db, hello(8), keptSheets([sheet(8, '5')]))
  expect([await db.getAll('drafts'), (await queued()).length, await stand()]).toEqual([[], 1, 'saved'])
})

test('a sheet that was set aside keeps its marks and takes the confirmation behind it along', async () => {
  await queueSheet(db, job('r1'), draft())
  await markAttempts(db, [(await db.getAll('outbox'))[0]!])
  await queueConfirms(db, [job('r2', { kind: 'confirm', confirm: true })])
  await settle(db, (await db.getAll('outbox'))[0]!, aside)
  expect(await queued()).toEqual([])
  expect((await db.get('drafts', key))!.aside).toMatchObject({ reason: 'late', marks: { a: '8' } })
  expect(await stand()).toBe('aside')
})

test('a refused sheet stays as a draft with its faults', async () => {
  await queueSheet(db, job('r1'), draft())
  await settle(db, (await db.getAll('outbox'))[0]!, { ...refused, fields: { a: { code: 'off_step', message: said } } })
  expect((await db.get('drafts', key))!.refusal!.fields).toHaveProperty('a')
  expect(await stand()).toBe('draft')
})

test('one message without an answer holds up only its own sheet', () => {
  const jobs = [job('r1', { notBefore: 500 }), job('r2'), job('r3', { key: 'other' })]
  const next = (some: Job[], now: number) => nextJobs(some, now, 8).jobs.map(({ request }) => request)
  expect(next(jobs, 100)).toEqual(['r3'])
  expect(nextJobs(jobs.slice(0, 2), 100, 8)).toEqual({ jobs: [], wait: 400 })
  expect(next(jobs, 500)).toEqual(['r1', 'r3'])
})

test('where no sheet is, none is confirmed; a confirmation that is refused says so on what is typed', async () => {
  const confirm = job('r1', { kind: 'confirm', marks: {}, confirm: true })
  await queueConfirms(db, [confirm])
  await db.put('drafts', draft())
  await queueConfirms(db, [confirm])
  expect(await queued()).toEqual([])
  await db.add('outbox', confirm) // as an earlier page queued it
  await settle(db, (await db.getAll('outbox'))[0]!, { ...refused, code: 'no_sheet' })
  expect((await db.get('drafts', key))!.refusal).toMatchObject({ code: 'no_sheet', fields: {} })
})

test('a message put off by a clock that was set back since goes at once', () => {
  const now = 1_000_000
  expect(nextJobs([job('r1', { notBefore: now + 45_000 })], now, 8)).toEqual({ jobs: [], wait: 45_000 }) // 30 s and a half of it
  expect(nextJobs([job('r1', { notBefore: now + 3_600_000 })], now, 8).jobs).toHaveLength(1)
})

test('hello keeps what is being typed and drops what a person decided', async () => {
  await db.put('drafts', draft({ typed: { a: '9' } }))
  const decided = { reason: 'late', message: said, receipt: { seq: 9, head: 'h' }, marks: {}, note: '', current: null }
  await db.put('drafts', draft({ key: 'masonry|A18|process', code: 'A18', aside: decided }))
  await keepHello(db, hello(12), keptSheets([]))
  expect((await db.getAll('drafts')).map(({ code }) => code)).toEqual(['A17'])
})

test('hello joins the sheet that stands with the one set aside beside it, and keeps the receipt of its version', async () => {
  await queueSheet(db, job('r1'), draft())
  await settle(db, (await db.getAll('outbox'))[0]!, accepted(7))
  const set_aside = { reason: 'late', seq: 9 }
  await keepHello(db, hello(9), keptSheets([sheet(7, '8'), { ...sheet(0, '5'), set_aside }]))
  const kept = await db.get('sheets', key)
  expect([kept!.receipt?.seq, kept!.sheet.marks, kept!.asideMarks]).toEqual([7, { a: '8' }, { a: '5' }])
  expect(isDirty(await db.get('drafts', key), kept)).toBe(false)
})

test('the same request is sent until it is answered, and then never again', async () => {
  await queueSheet(db, job('r1'), draft())
  const sent: string[] = []
  let ready = true
  const ask = (_: string, body: unknown) => {
    sent.push((body as Job).request)
    if (sent.length === 1) ready = false
    return sent.length === 1 ? Promise.reject(new NoAnswer(true)) : Promise.resolve(accepted(128))
  }
  await new Promise<void>((done) => {
    const sender = new Sender(() => db, { isReady: () => ready, ask }, async () => {
      if (ready) return done()
      ready = true
      setTimeout(() => sender.wake())
    })
    sender.wake()
  })
  expect(sent).toEqual(['r1', 'r1'])
  expect(await queued()).toEqual([])
})

test('eight sheets are under way at once, and the messages of one sheet go one after the other', async () => {
  const keys = Array.from({ length: 20 }, (_, n) => `masonry|B${n}|process`)
  for (const each of keys) for (const n of [1, 2]) await db.add('outbox', job(`${each} ${n}`, { key: each }))
  const sent: string[] = []
  const open = new Set<string>()
  let most = 0
  const ask = async (_: string, body: unknown) => {
    const { request } = body as Job
    expect([...open].map((one) => one.split(' ')[0])).not.toContain(request.split(' ')[0])
    sent.push(request)
    open.add(request)
    most = Math.max(most, open.size)
    await new Promise((resolve) => setTimeout(resolve, 1))
    open.delete(request)
    return accepted(sent.length)
  }
  new Sender(() => db, { isReady: () => true, ask }, async () => undefined).wake()
  await expect.poll(queued).toEqual([])
  expect(most).toBe(8)
  expect(new Set(sent).size).toBe(40)
  for (const each of keys) expect(sent.indexOf(`${each} 1`)).toBeLessThan(sent.indexOf(`${each} 2`))
})

test('a refusal of the seat is no refusal of the sheet, and its sentence is shown until the next answer', async () => {
  await queueSheet(db, job('r1'), draft())
  const answer: RefusedAnswer = { ...refused, code: 'read_only' }
  const held: unknown[] = []
  await new Promise<void>((done) => {
    const sender = new Sender(() => db, { isReady: () => true, ask: () => Promise.resolve(answer) }, async () => {
      sender.stop()
      done()
    }, (why) => held.push(why))
    sender.wake()
  })
  expect((await queued()).map(({ request }) => request)).toEqual(['r1'])
  expect((await db.getAll('outbox'))[0]!.notBefore).toBeGreaterThan(Date.now())
  expect(held).toEqual([said])
  const [waiting] = await db.getAll('outbox')
  await db.put('outbox', { ...waiting!, notBefore: 0 })
  await new Promise<void>((done) => new Sender(() => db, { isReady: () => true, ask: () => Promise.resolve(accepted(128)) }, async () => done(), (why) => held.push(why)).wake())
  expect(held).toEqual([said, null])
})

function sheet(version: number, a: string): Sheet {
  const rest = { confirmed: false, mine_confirmed: false, typed_by: null, set_aside: null, note: '' }
  return { ...at, version, marks: { a }, ...rest }
}

function hello(seq: number): Hello {
  const contest = { id: 'c', title: said, rehearsal: false }
  const seat = { id: 's', name: said }
  return { outcome: 'accepted', contest, seat, seq, head: 'h', now: '', items: [], entries: [], sheets: [], names: {} }
}
