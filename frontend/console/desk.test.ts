import { describe, expect, test, vi } from 'vitest'
import { changed, compare, markText } from './aside.ts'
import { seconds } from './entry.ts'
import { shortened } from './label.ts'
import { atMostOncePer, follow } from './live.ts'
import { hashOf, parseRoute } from './route.ts'
import type { SetAside } from './types.ts'

vi.mock('../shared/i18n.ts', () => ({ pick: (text: { zh: string }) => text.zh }))

describe('deep links', () => {
  test.each(['#/', '#/datong', '#/datong/masonry/results', '#/datong/masonry/progress/A%2F01', '#/datong/-/units'])(
    '%s leads back to itself',
    (hash) => {
      expect(hashOf(parseRoute(hash))).toBe(hash)
    },
  )

  test('an item without a tab opens its progress, and an unknown tab too', () => {
    expect(parseRoute('#/datong/masonry').tab).toBe('progress')
    expect(parseRoute('#/datong/masonry/nonsense')).toMatchObject({ item: 'masonry', tab: 'progress' })
  })
})

describe('hints', () => {
  test('many hints in a moment are one fetch at once and one after the gap', async () => {
    vi.useFakeTimers()
    const work = vi.fn(async () => {})
    const fresh = atMostOncePer(1000, work)
    fresh.ask()
    await vi.advanceTimersByTimeAsync(0)
    for (let i = 0; i < 50; i++) fresh.ask()
    await vi.advanceTimersByTimeAsync(999)
    expect(work).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(work).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(5000)
    expect(work).toHaveBeenCalledTimes(2)
    vi.useRealTimers()
  })

  test('a hint during a fetch is not forgotten, and no two fetches run at a time', async () => {
    vi.useFakeTimers()
    let running = 0
    let most = 0
    const fresh = atMostOncePer(10, async () => {
      most = Math.max(most, ++running)
      await new Promise((done) => setTimeout(done, 100))
      running--
    })
    fresh.ask()
    await vi.advanceTimersByTimeAsync(50)
    fresh.ask()
    await vi.advanceTimersByTimeAsync(300)
    expect([most, running]).toEqual([1, 0])
    vi.useRealTimers()
  })

  test('a stream that the browser gave up is made anew, and not after it was stopped', () => {
    vi.useFakeTimers()
    const made: { readyState: number; onerror?: () => void; close(): void; addEventListener(): void }[] = []
    const make = () => {
      made.push({ readyState: 1, close() {}, addEventListener() {} })
      return made.at(-1) as unknown as EventSource
    }
    const follower = follow(['c.masonry.staff'], () => {}, make)
    made[0]!.onerror!() // a hiccup: the browser reconnects by itself
    vi.advanceTimersByTime(5000)
    expect(made).toHaveLength(1)
    Object.assign(made[0]!, { readyState: 2 }).onerror!()
    vi.advanceTimersByTime(5000)
    expect(made).toHaveLength(2)
    Object.assign(made[1]!, { readyState: 2 }).onerror!()
    follower.stop()
    vi.advanceTimersByTime(9000)
    expect(made).toHaveLength(2)
    vi.useRealTimers()
  })
})

describe('a sheet set aside', () => {
  const sheet = (current: SetAside['current']): SetAside => ({
    ...{ fate: 'open', total: null, message: { zh: '', en: '' }, aspects: [], seq: 9, item: 'm', code: 'A01', part: 'p', seat: { id: 's', name: { zh: 's', en: 's' } }, reason: 'late', at: '2026-11-21T08:00:00Z' },
    ...{ marks: { a: '8.5', b: true, c: ['1', '2'] }, current },
  })

  test('differs only where both values are there and other', () => {
    const beside = sheet({ marks: { a: '8', b: true, c: ['1', '2'] }, version: 3, total: '9', at: '', counts: true })
    expect(compare(beside).map((line) => line.differs)).toEqual([true, false, false])
    expect(changed(beside)).toBe(1)
    expect(changed(sheet(null))).toBe(0)
  })

  test('values are told as words', () => {
    expect([markText(['1', '2'], 'y', 'n'), markText(false, 'y', 'n'), markText(undefined, 'y', 'n')]).toEqual(['1 / 2', 'n', '—'])
  })
})

describe('what a person types or reads', () => {
  test.each([
    ['178:30', 10_710],
    ['2:58:30', 10_710],
    ['0：45', 45],
  ])('%s is %d seconds', (typed, expected) => {
    expect(seconds(typed)).toBe(expected)
  })

  test.each(['178.5', '12:60', '1:75:00', '', 'x'])('%s is asked about, not guessed', (typed) => {
    expect(seconds(typed)).toBeNull()
  })

  test('a seat under its item and part is only its number', () => {
    expect(shortened('砌筑 · 操作过程 1', '砌筑', '操作过程')).toBe('1')
    expect(shortened('操作过程', '砌筑', '操作过程')).toBe('操作过程')
    expect(shortened('评判 3', '砌筑', '操作过程')).toBe('评判 3')
  })
})
