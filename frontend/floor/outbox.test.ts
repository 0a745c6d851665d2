import { expect, test } from 'vitest'
import { Refused, Unreachable } from '../shared/api.ts'
import { Outbox, type Kept, type Waiting } from './outbox.ts'

function storage(): Kept & { all: Map<string, string> } {
  const all = new Map<string, string>()
  return {
    all,
    get length() {
      return all.size
    },
    key: (i) => [...all.keys()][i] ?? null,
    getItem: (name) => all.get(name) ?? null,
    setItem: (name, value) => void all.set(name, value),
    removeItem: (name) => void all.delete(name),
  }
}

const words = { zh: '不行', en: 'No' }
const refusal = (status: number) => new Refused(status, { code: 'x', message: words })
const soon = async () => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve()
}

/** An outbox whose server answers as told, one answer after the other; the last one for ever. */
function outbox(answers: (Error | null)[], kept = storage()) {
  const sent: string[] = []
  const send = async ({ key }: Waiting<string>) => {
    sent.push(key)
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!
    if (answer) throw answer
  }
  let tries = 0
  const pause = async () => void (++tries > 5 && (await new Promise(() => {})))
  const box = new Outbox<string>({ prefix: 'floor/', send, changed: () => {}, storage: kept, pause })
  return { box, sent, kept }
}

test('what is touched lies on the tablet until it is answered', async () => {
  const { box, sent, kept } = outbox([null])
  box.add('k1', 1, 'came')
  expect(kept.all.size).toBe(1)
  await soon()
  expect([sent, box.waiting, kept.all.size]).toEqual([['k1'], [], 0])
})

test('silence is asked again under the same key, and what comes behind waits its turn', async () => {
  const { box, sent } = outbox([new Unreachable(), new Unreachable(), null])
  box.add('k1', 1, 'came')
  box.add('k2', 2, 'late')
  await soon()
  expect(sent).toEqual(['k1', 'k1', 'k1', 'k2'])
  expect(box.waiting).toEqual([])
})

test.each([401, 403, 429, 500, 503])('a %d says nothing of the touch: it stays', async (status) => {
  const { box } = outbox([refusal(status), null])
  box.add('k1', 1, 'came')
  await soon()
  expect([box.waiting, box.refused]).toEqual([[], []])
})

test('what the server refuses is told to a person, and does not hold up the rest', async () => {
  const { box, kept } = outbox([refusal(409), null])
  box.add('k1', 1, 'came')
  box.add('k2', 2, 'late')
  await soon()
  expect([box.waiting, box.refused.map(({ job }) => job.key), kept.all.size]).toEqual([[], ['k1'], 0])
  box.dismiss('k1')
  expect(box.refused).toEqual([])
})

test('a page that is opened anew goes on where it was left, in order', async () => {
  const kept = storage()
  const before = outbox([new Unreachable()], kept)
  before.box.add('k1', 1, 'came')
  before.box.add('k2', 2, 'late')
  before.box.stop()
  const { box, sent } = outbox([null], kept)
  await soon()
  expect([sent, box.waiting, kept.all.size]).toEqual([['k1', 'k2'], [], 0])
})

test('a tablet that keeps nothing says so', async () => {
  const full = { ...storage(), length: 0, setItem: () => { throw new Error('full') } }
  const box = new Outbox<string>({ prefix: 'floor/', send: async () => {}, changed: () => {}, storage: full })
  box.add('k1', 1, 'came')
  expect(box.unkept).toBe(true)
})
