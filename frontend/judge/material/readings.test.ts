import { afterEach, expect, test, vi } from 'vitest'
import { LIST, NotYours, pagePath, Readings, type Reading } from './readings.ts'

const reading = (id: string, more: Partial<Reading> = {}): Reading => ({ id, item: 'wall', code: 'A01', part: null, kind: 'pdf', pages: [], url: null, ...more })
const sheet = { item: 'wall', code: 'A01', part: 'work' }
const answered = (answers: Record<string, () => Response>) => {
  const ask = vi.fn(async (path: string, _?: RequestInit) => answers[path]!())
  vi.stubGlobal('fetch', ask)
  return ask
}
afterEach(() => vi.unstubAllGlobals())

test('a sheet has what is for its part, or for every part', async () => {
  const all = [reading('1'), reading('2', { part: 'work' }), reading('3', { part: 'theory' }), reading('4', { code: 'A02' })]
  const ask = answered({ [LIST]: () => Response.json(all) })
  expect((await new Readings('key').of(sheet)).map(({ id }) => id)).toEqual(['1', '2'])
  expect(ask.mock.calls[0]![1]).toMatchObject({ headers: { Authorization: 'Bearer key' } })
})

test('a page is fetched once', async () => {
  const path = pagePath(reading('1'), 1)
  const ask = answered({ [path]: () => new Response('picture') })
  const readings = new Readings('key')
  await readings.blob(path)
  expect(await (await readings.blob(path)).text()).toBe('picture')
  expect(ask).toHaveBeenCalledTimes(1)
})

test('what the server refuses is said in its words', async () => {
  const message = { zh: '没有', en: 'None' }
  answered({ [LIST]: () => Response.json({ code: 'revoked', message }, { status: 401 }) })
  await expect(new Readings('key').of(sheet)).rejects.toEqual(new NotYours(message))
})

test('over https the last list and its pages open with the server gone', async () => {
  const kept = new Map<string, Response>()
  const shelf = { put: async (path: string, answer: Response) => void kept.set(path, answer), match: async (path: string) => kept.get(path)?.clone(), keys: async () => [], delete: async () => true }
  vi.stubGlobal('caches', { open: async () => shelf })
  const path = pagePath(reading('1'), 1)
  answered({ [LIST]: () => Response.json([reading('1')]), [path]: () => new Response('picture') })
  const before = new Readings('key')
  await before.of(sheet)
  await before.blob(path)
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('no line')))
  const after = new Readings('key')
  expect((await after.of(sheet)).length).toBe(1)
  expect(await (await after.blob(path)).text()).toBe('picture')
})
