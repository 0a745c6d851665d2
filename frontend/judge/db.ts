/** The device's memory. Every write that a word on the screen rests on is `strict`: on disk before it is said. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore, type IDBPTransaction } from 'idb'
import { randomId } from '../shared/id.ts'
import { jobOfLeft, stillLeft } from './left.ts'
import { isRestored, offersOf } from './offers.ts'
import { isDirty } from './sheets.ts'
import { formerKey, sheetKey, type Device, type Draft, type Entry, type FormerKey, type Hello, type Job, type KeptSheet, type Left, type Orders, type Receipt, type SheetKey } from './types.ts'

interface SeatSchema extends DBSchema {
  meta: { key: string; value: Hello | Receipt | Orders | Left[] }
  sheets: { key: SheetKey; value: KeptSheet }
  drafts: { key: SheetKey; value: Draft }
  outbox: { key: number; value: Job; indexes: { key: SheetKey } }
}
export type Lease = { tab: string; until: number }
interface DeviceSchema extends DBSchema {
  device: { key: 'seat' | 'waiting' | FormerKey; value: Device }
  lease: { key: 'tab' | 'trial'; value: Lease }
}
export type SeatDb = IDBPDatabase<SeatSchema>
export type DeviceDb = IDBPDatabase<DeviceSchema>

export const STRICT: IDBTransactionOptions = { durability: 'strict' }
export type SeatStore = 'meta' | 'sheets' | 'drafts' | 'outbox'

export function openDevice(): Promise<DeviceDb> {
  return openDB<DeviceSchema>('contest-judge', 1, {
    upgrade(db) {
      db.createObjectStore('device')
      db.createObjectStore('lease')
    },
  })
}

/** Each seat has its own database: a tablet handed to another seat neither shows nor sends what is not that seat's. */
export function openSeat(device: Device): Promise<SeatDb> {
  return openDB<SeatSchema>(`contest-judge/${device.contest}/${device.seat.id}`, 1, {
    upgrade(db) {
      db.createObjectStore('meta')
      db.createObjectStore('sheets', { keyPath: 'key' })
      db.createObjectStore('drafts', { keyPath: 'key' })
      db.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true }).createIndex('key', 'key')
    },
  })
}

/** Throws where the device takes no more, before anything is agreed that it could not keep. */
export async function tryToKeep(db: DeviceDb): Promise<void> {
  const tx = db.transaction('lease', 'readwrite', STRICT)
  await Promise.all([tx.store.put({ tab: '', until: 0 }, 'trial'), tx.store.delete('trial'), tx.done])
}

/** The device sits at a seat from now on. One that it sat at before is remembered, for what may lie here of it. */
export async function takeSeat(db: DeviceDb, device: Device): Promise<void> {
  const tx = db.transaction('device', 'readwrite', STRICT)
  const before = await tx.store.get('seat')
  if (before) await tx.store.put(before, formerKey(before))
  await tx.store.delete(formerKey(device))
  await Promise.all([tx.store.put(device, 'seat'), tx.store.delete('waiting'), tx.done])
}

/** The seats that it sat at before, while something of them may lie here. */
export function formerSeats(db: DeviceDb): Promise<Device[]> {
  return db.getAll('device', IDBKeyRange.bound('former/', 'former0'))
}

export async function loadSeat(db: SeatDb) {
  const tx = db.transaction(['meta', 'sheets', 'drafts', 'outbox'])
  const [hello, receipt, orders, left, sheets, drafts, jobs] = await Promise.all([
    tx.objectStore('meta').get('hello'),
    tx.objectStore('meta').get('receipt'),
    tx.objectStore('meta').get('orders'),
    tx.objectStore('meta').get('left'),
    tx.objectStore('sheets').getAll(),
    tx.objectStore('drafts').getAll(),
    tx.objectStore('outbox').getAll(),
  ])
  return {
    hello: hello as Hello | undefined,
    receipt: receipt as Receipt | undefined,
    orders: orders as Orders | undefined,
    left: left as Left[] | undefined,
    sheets,
    drafts,
    jobs,
  }
}

/** What is known of one sheet, after one message about it was answered. */
export async function loadSheet(db: SeatDb, key: SheetKey) {
  const tx = db.transaction(['meta', 'sheets', 'drafts', 'outbox'])
  const [receipt, left, sheet, draft, jobs] = await Promise.all([
    tx.objectStore('meta').get('receipt'),
    tx.objectStore('meta').get('left'),
    tx.objectStore('sheets').get(key),
    tx.objectStore('drafts').get(key),
    tx.objectStore('outbox').index('key').getAll(key),
  ])
  return { receipt: receipt as Receipt | undefined, left: left as Left[] | undefined, sheet, draft, jobs }
}

export async function keepOrders(db: SeatDb, orders: Orders): Promise<void> {
  await db.put('meta', orders, 'orders')
}

/** A base only grows: an answer may have moved it on while the keystroke was on its way here. */
export async function keepDraft(db: SeatDb, draft: Draft): Promise<void> {
  const tx = db.transaction('drafts', 'readwrite', STRICT)
  const base = Math.max(draft.base, (await tx.store.get(draft.key))?.base ?? 0)
  await Promise.all([tx.store.put({ ...draft, base }), tx.done])
}

export async function dropDraft(db: SeatDb, key: SheetKey): Promise<void> {
  const tx = db.transaction('drafts', 'readwrite', STRICT)
  await Promise.all([tx.store.delete(key), tx.done])
}

/**
 * The server's whole answer replaces what was known; a receipt stays with the version it was given for. A draft that
 * says what the server already held, or that a person has decided on, goes. Of a journal that was restored nothing is
 * taken for decided: what it may lack is queued first, and stays as it is here until that is answered.
 */
export async function keepHello(db: SeatDb, hello: Hello, sheets: KeptSheet[]): Promise<void> {
  const tx = db.transaction(['meta', 'sheets', 'drafts', 'outbox'], 'readwrite', STRICT)
  const [meta, store, drafts] = [tx.objectStore('meta'), tx.objectStore('sheets'), tx.objectStore('drafts')]
  const restored = isRestored((await meta.get('hello')) as Hello | undefined, hello)
  const old = await store.getAll()
  if (restored) {
    await meta.delete('receipt')
    await queueOffers(tx.objectStore('outbox'), offersOf(old, await drafts.getAll(), hello, randomId))
  }
  const left = ((await meta.get('left')) as Left[] | undefined) ?? []
  const again = restored ? left.filter(({ seq }) => seq !== null) : []
  for (const one of again) await tx.objectStore('outbox').add(jobOfLeft(one, 0, one.seq!))
  await meta.put(restored ? left.filter(({ seq }) => seq === null) : stillLeft(left, hello.open_asides ?? [], hello.seq), 'left')
  if (hello.handed_over) return keepFormer(tx, hello)
  await meta.put(hello, 'hello')
  const jobs = await tx.objectStore('outbox').getAll()
  const offered = new Set(jobs.filter((job) => job.offered).map((job) => job.key))
  const waiting = new Set(jobs.filter(({ kind }) => kind === 'sheet').map((job) => job.key))
  const before = new Map(old.map((kept) => [kept.key, kept]))
  await store.clear()
  for (const next of sheets) if (!offered.has(next.key)) await store.put(carriedOver(next, before.get(next.key)))
  for (const kept of old) if (offered.has(kept.key)) await store.put(kept)
  const now = new Map(sheets.map((kept) => [kept.key, kept.sheet]))
  for (const draft of await drafts.getAll()) {
    if (waiting.has(draft.key)) continue // its answer is still to come, and may be none of what is typed
    const decided = isDecided(draft, now.get(draft.key)?.set_aside?.seq, hello.seq)
    if (decided || !isDirty(draft, before.get(draft.key))) await drafts.delete(draft.key)
  }
  await tx.done
}

type Whole = IDBPTransaction<SeatSchema, SeatStore[], 'readwrite'>

/**
 * The seat is another judge's: what this one typed, sent or had set aside stays in sight, with the schemes it is read by,
 * until a person has decided on it. All else leaves the desk; receipts are kept for a journal that may be restored.
 */
async function keepFormer(tx: Whole, hello: Hello): Promise<void> {
  const [meta, store, drafts] = [tx.objectStore('meta'), tx.objectStore('sheets'), tx.objectStore('drafts')]
  const before = (await meta.get('hello')) as Hello | undefined
  const sheets = new Map((await store.getAll()).map((kept) => [kept.key, kept]))
  const own = new Set((await tx.objectStore('outbox').getAll()).map(({ key }) => key))
  for (const draft of await drafts.getAll()) {
    const waits = draft.aside && (draft.aside.receipt.seq > hello.seq || hello.open_asides?.includes(draft.aside.receipt.seq))
    if (waits || (!draft.aside && isDirty(draft, sheets.get(draft.key)))) own.add(draft.key)
    else if (!own.has(draft.key)) await drafts.delete(draft.key)
  }
  const mine = ({ item, code, parts }: Entry) => parts.filter((part) => own.has(sheetKey({ item, code, part })))
  const entries = (before?.entries ?? []).map((entry) => ({ ...entry, parts: mine(entry) })).filter(({ parts }) => parts.length)
  await meta.put({ ...hello, items: before?.items ?? [], entries, sheets: [] }, 'hello')
  await tx.done
}

type Outbox = Pick<IDBPObjectStore<SeatSchema, SeatStore[], 'outbox', 'readwrite'>, 'index' | 'add' | 'delete'>

/** What waits for a sheet goes behind what is offered of it: it grew from that. */
async function queueOffers(outbox: Outbox, offers: Job[]): Promise<void> {
  for (const key of new Set(offers.map((job) => job.key))) {
    const waiting = await outbox.index('key').getAll(key)
    for (const { n } of waiting) await outbox.delete(n!)
    for (const job of offers) if (job.key === key) await outbox.add(job)
    for (const { n, ...job } of waiting) await outbox.add(job)
  }
}

/** What the server does not send again: the receipt of a version, and why a confirmation was refused. */
function carriedOver(next: KeptSheet, old: KeptSheet | undefined): KeptSheet {
  if (!old) return next
  const same = old.sheet.version === next.sheet.version
  const refusal = next.sheet.mine_confirmed ? null : old.refusal
  return { ...next, receipt: same ? old.receipt : null, sent: same ? (old.sent ?? null) : null, refusal }
}

/** A sheet of ours was set aside, and the server, having seen that line, holds it aside no longer: a person decided. */
function isDecided(draft: Draft, asideSeq: number | undefined, seq: number): boolean {
  return draft.aside !== null && asideSeq === undefined && seq > draft.aside.receipt.seq
}
