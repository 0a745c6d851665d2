/** Every rulebook comes back from the outline as it was. tests/test_frontend.py gives all presets; alone there is one. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { scratch } from './begin.ts'
import { bookOf, linesOf, shift, sums } from './tree.ts'
import type { Book } from './types.ts'

const given = process.env.CONTEST_RULEBOOKS
const name = { zh: '一', en: 'one' }
const books: Record<string, Book> = given ? JSON.parse(readFileSync(given, 'utf8')) : { scratch: scratch(name, name, name, name) }

it('has rulebooks to try', () => expect(Object.keys(books).length).toBeGreaterThan(given ? 40 : 0))

it.each(Object.entries(books))('%s comes back as it was', (_, book) => {
  const lines = linesOf(book)
  expect(bookOf(book, lines)).toEqual(book)
  lines.forEach(({ level }, n) => {
    const out = level === 2 ? shift(lines, n, -1) : null
    if (out) expect(bookOf(book, shift(out, n, 1) ?? [])).toEqual(book)
  })
})

it.each(Object.entries(books))('%s adds up', (_, book) => {
  const { gaps, weights } = sums(book, linesOf(book))
  expect([weights, gaps.filter(Boolean)]).toEqual([null, []])
})
