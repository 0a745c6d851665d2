/**
 * A page without the server: keeps the page and its files, each checked against its digest, and opens it from
 * there. It knows nothing of what is done there, answers only for what is on its list, and never stands in the way of /api or the line.
 * A newer one waits until the page, which knows whether somebody is at work on it, says `go`.
 */
import { FILES, PAGE } from 'virtual:precache'
import { cacheName, isStale, keptFor } from './kept.ts'

type Extendable = Event & { waitUntil(until: Promise<unknown>): void }
type Fetching = Extendable & { request: Request; respondWith(answer: Promise<Response>): void }
type Scope = {
  skipWaiting(): Promise<void>
  addEventListener(name: 'install' | 'activate', hear: (event: Extendable) => void): void
  addEventListener(name: 'fetch', hear: (event: Fetching) => void): void
  addEventListener(name: 'message', hear: (event: MessageEvent) => void): void
}

const worker = self as unknown as Scope
const CACHE = cacheName(PAGE, FILES)

/** What another build, or a hotel's sign-in page, answers instead is not kept: the next look tries again. */
async function fetched(url: string): Promise<Response> {
  const response = await fetch(url, { cache: 'no-cache' })
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer())
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (!response.ok || hex !== FILES[url]) throw new Error(`${url} is not what was built`)
  return response
}

async function keepAll(): Promise<void> {
  const urls = Object.keys(FILES)
  const responses = await Promise.all(urls.map(fetched))
  const cache = await caches.open(CACHE)
  await Promise.all(urls.map((url, n) => cache.put(url, responses[n]!)))
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => isStale(name, CACHE)).map((name) => caches.delete(name)))
}

worker.addEventListener('install', (event) => event.waitUntil(keepAll()))
worker.addEventListener('activate', (event) => event.waitUntil(dropOlder()))
worker.addEventListener('message', ({ data }) => {
  if (data === 'go') void worker.skipWaiting()
})
worker.addEventListener('fetch', (event) => {
  const url = keptFor(event.request, location.origin, PAGE, FILES)
  if (url) event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(url, { ignoreVary: true })) ?? fetch(event.request)))
})
