import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { judging } from './store.svelte.ts'

/** As much of a browser as the page's store asks for; its line never opens. */
vi.hoisted(() => {
  const target = { addEventListener: () => undefined, removeEventListener: () => undefined }
  vi.stubGlobal('location', { search: '', hash: '', protocol: 'http:', host: 'hall' })
  vi.stubGlobal('window', Object.assign(globalThis, target))
  vi.stubGlobal('document', { ...target, visibilityState: 'visible', cookie: '' })
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (Linux; Android 12) Chrome/96' })
  vi.stubGlobal('WebSocket', class { close() {} })
})

const paired = { token: 't', contest: 'c', seat: { id: 's', name: { zh: '席位', en: 'Seat' } }, holder: 1 }
const asked: { key: string }[] = []
vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
  asked.push(JSON.parse(body) as { key: string })
  return Promise.resolve(new Response(JSON.stringify(paired), { headers: { 'Content-Type': 'application/json' } }))
})

const fullAfter = (writes: number) => {
  const put = IDBObjectStore.prototype.put
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...what) {
    if (writes-- > 0) return put.apply(this, what)
    throw new DOMException('full', 'QuotaExceededError')
  })
}

afterEach(() => vi.restoreAllMocks())

test('a card is not used up by a device that keeps nothing, and the same page pairs when there is room again', async () => {
  await judging.open('card')
  fullAfter(0)
  await expect(judging.pair('1234')).rejects.toThrow('full')
  expect([asked, judging.pairing, judging.phase]).toEqual([[], 'card', 'pairing'])
  vi.restoreAllMocks()
  fullAfter(1) // the trial is written, the seat is not
  await expect(judging.pair('1234')).rejects.toThrow('full')
  expect([judging.pairing, judging.phase, judging.device]).toEqual(['card', 'pairing', null])
  vi.restoreAllMocks()
  await judging.pair('1234')
  expect([judging.pairing, judging.phase, judging.device?.token]).toEqual([null, 'ready', 't'])
  expect(new Set(asked.map(({ key }) => key)).size).toBe(1)
  expect(asked).toHaveLength(2)
})

test('a seat whose memory does not open says so, and is tried again', async () => {
  const open = indexedDB.open.bind(indexedDB)
  vi.spyOn(indexedDB, 'open').mockImplementation((name, version) => {
    if (name.includes('/')) throw new DOMException('cannot', 'UnknownError')
    return open(name, version)
  })
  await judging.sit(true)
  expect(judging.phase).toBe('no_storage')
  vi.restoreAllMocks()
  await judging.sit(true)
  expect(judging.phase).toBe('ready')
})
