/** The REST door: JSON in and out, csrf on unsafe methods, refusals as typed errors. */
import type { Address, Answer, Body } from './addresses.ts'
import type { PlacedFault, Refusal } from '../generated/api.ts'
import type { Text } from './i18n.ts'

export type { PlacedFault, Refusal } from '../generated/api.ts'
export type FieldFaults = NonNullable<Refusal['fields']>

/** The server understood and said no; `message` is in both languages. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  readonly text: Text
  readonly fields: FieldFaults
  readonly faults: PlacedFault[]
  constructor(status: number, refusal: Refusal) {
    super(refusal.code)
    this.status = status
    this.code = refusal.code
    this.text = refusal.message
    this.fields = refusal.fields ?? {}
    this.faults = refusal.faults ?? []
  }
}

/** No answer came, or none that can be read: nothing is known about whether the act happened. */
export class Unreachable extends Error {}

export type CallOptions = {
  /** Sent as Idempotency-Key: the same key twice is one act. */
  key?: string
  /** milliseconds */
  timeout?: number
  headers?: Record<string, string>
}

/** A body may be left out where it may be empty. */
type Sent<Said> = {} extends Said ? [body?: Said, options?: CallOptions] : [body: Said, options?: CallOptions]

/** The ETag an answer came with, for the act that changes what it shows. */
const tags = new WeakMap<object, string>()
export function ifMatch(seen: object | null): Record<string, string> {
  const tag = seen && tags.get(seen)
  return tag ? { 'If-Match': tag } : {}
}

const SAFE = new Set(['GET', 'HEAD'])
let csrf: string | null = null

export function setCsrf(value: string | null): void {
  csrf = value
}

/** The session's token, for a request that does not go through `call`. */
export function csrfHeader(): Record<string, string> {
  return csrf ? { 'X-CSRF': csrf } : {}
}

function request(method: string, body: unknown, options: CallOptions): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  const form = body instanceof FormData
  if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
  if (csrf && !SAFE.has(method)) headers['X-CSRF'] = csrf
  if (options.key) headers['Idempotency-Key'] = options.key
  const sent = body === undefined ? undefined : form ? body : JSON.stringify(body)
  return { method, headers, body: sent, credentials: 'same-origin', cache: 'no-store' }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreachable(`${response.status} without JSON`)
  }
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value
}

/** Resolves to the reply's JSON; throws Refused (4xx with a refusal) or Unreachable (anything else). */
export async function call<T>(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<T> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), options.timeout ?? 15_000)
  try {
    const response = await fetch(path, { ...request(method, body, options), signal: stop.signal })
    const value = await readJson(response)
    const tag = response.headers.get('ETag')
    if (tag && typeof value === 'object' && value) tags.set(value, tag)
    if (response.ok) return value as T
    if (isRefusal(value)) throw new Refused(response.status, value)
    throw new Unreachable(String(response.status))
  } catch (fault) {
    if (fault instanceof Refused || fault instanceof Unreachable) throw fault
    throw new Unreachable(String(fault))
  } finally {
    clearTimeout(timer)
  }
}

/** Addresses that the API's document has; what they take and give is as it says. */
export const get = <A extends Address<'get'>>(path: A, options?: CallOptions) => call<Answer<A, 'get'>>('GET', path, undefined, options)
export const post = ((path: string, body: unknown = {}, options?: CallOptions) => call('POST', path, body, options)) as <A extends Address<'post'>>(
  path: A, ...sent: Sent<Body<A, 'post'>>
) => Promise<Answer<A, 'post'>>
export const del = <A extends Address<'delete'>>(path: A, options?: CallOptions) => call<Answer<A, 'delete'>>('DELETE', path, undefined, options)
