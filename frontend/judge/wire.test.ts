import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Wire } from './wire.ts'

class FakeSocket {
  static last: FakeSocket
  sent: string[] = []
  closed = false
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  url: string
  constructor(url: string) {
    this.url = url
    FakeSocket.last = this
  }
  send(text: string) {
    this.sent.push(text)
  }
  close() {
    this.closed = true
  }
  say(text: string) {
    this.onmessage?.({ data: text })
  }
}

let told: unknown[]
let wire: Wire
let socket: FakeSocket
const OPEN = '0{"sid":"s","upgrades":[],"pingInterval":5000,"pingTimeout":4000}'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('location', { protocol: 'https:', host: 'hall:5000' })
  told = []
  wire = new Wire('token', {
    open: () => told.push('open'),
    event: (name, body) => told.push([name, body]),
    heard: () => told.push('heard'),
    closed: (fault) => told.push({ closed: fault }),
  })
  socket = FakeSocket.last
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function letIn() {
  socket.say(OPEN)
  socket.say('40/judging,{"sid":"n"}')
}

test('it says its token to the namespace and is open once let in', () => {
  letIn()
  expect(socket.url).toBe('wss://hall:5000/socket.io/?EIO=4&transport=websocket')
  expect(socket.sent).toEqual(['40/judging,{"token":"token"}'])
  expect([told, wire.isOpen]).toEqual([['open'], true])
})

test('answers find their questions in whatever order they come', async () => {
  letIn()
  const answers = Promise.all([wire.ask('sheet', { a: 1 }, 8000), wire.ask('confirm', { b: 2 }, 8000)])
  expect(socket.sent.slice(1)).toEqual(['42/judging,0["sheet",{"a":1}]', '42/judging,1["confirm",{"b":2}]'])
  socket.say('43/judging,1[{"seq":2}]')
  socket.say('43/judging,0[{"seq":1}]')
  expect(await answers).toEqual([{ seq: 1 }, { seq: 2 }])
})

test('a question is given up after its time, or when the line ends, and its late answer is nobody’s', async () => {
  letIn()
  const late = expect(wire.ask('sheet', {}, 3000)).rejects.toThrow()
  await vi.advanceTimersByTimeAsync(3000)
  await late
  socket.say('43/judging,0[{}]')
  const lost = expect(wire.ask('sheet', {}, 8000)).rejects.toThrow()
  socket.onclose?.()
  await lost
  expect(told.at(-1)).toEqual({ closed: null })
  await expect(wire.ask('sheet', {}, 8000)).rejects.toThrow()
})

test('nine seconds of silence end a half-open line; a ping is answered and holds it', async () => {
  letIn()
  await vi.advanceTimersByTimeAsync(8000)
  socket.say('2')
  expect(socket.sent.at(-1)).toBe('3')
  await vi.advanceTimersByTimeAsync(8900)
  expect(wire.isOpen).toBe(true)
  await vi.advanceTimersByTimeAsync(200)
  expect([wire.isOpen, socket.closed, told.at(-1)]).toEqual([false, true, { closed: null }])
})

test('a door that opens to nobody is left after six seconds', async () => {
  await vi.advanceTimersByTimeAsync(6001)
  expect(told).toEqual([{ closed: null }])
})

test('events are told; a refusal at the door comes with its code', () => {
  letIn()
  socket.say('42/judging,["changed",{"seq":4}]')
  expect(told.at(-1)).toEqual(['changed', { seq: 4 }])
  socket.say('41/judging,')
  expect(told.at(-1)).toEqual({ closed: null })
})

test('who is not let in hears why', () => {
  socket.say(OPEN)
  socket.say('44/judging,{"message":"no","data":{"code":"revoked"}}')
  expect(told).toEqual([{ closed: { code: 'revoked' } }])
})
