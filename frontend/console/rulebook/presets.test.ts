/** Every rulebook comes back from the outline as it was. tests/test_frontend.py gives all presets; alone there is one. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { scratch } from './begin.ts'
import { listed, put, valueAt, valueOf, withAt, type Field } from './fields.ts'
import { fieldsOf, ofPart } from './offered.ts'
import { schemeOf } from './scheme.svelte.ts'
import { SECTIONS } from './sections.ts'
import { bookOf, linesOf, shift, sums, type Mapping } from './tree.ts'
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

it.each(Object.entries(books))('%s is saved byte for byte as it was opened', (_, book) => {
  expect(JSON.stringify(schemeOf('cup', 'item', 1, book).whole())).toBe(JSON.stringify(book))
})

const RULES = SECTIONS.flatMap(({ of }) => of)

/** The same mapping after every field that is asked for was typed or chosen once more as it shows. */
function retyped(fields: readonly Field[], data: Mapping): Mapping {
  return fields.reduce((now, field) => (field.when && !field.when(now) ? now : again(field, now)), data)
}

function again(field: Field, data: Mapping): Mapping {
  const held = valueAt(data, field.key)
  if (field.as === 'rows') return held == null ? data : withAt(data, field.key, (held as Mapping[]).map((row) => retyped([...(field.of ?? []), ...(field.more ?? [])], row)))
  if (field.as === 'group') return held == null ? data : withAt(data, field.key, retyped(field.of ?? [], held as Mapping))
  if (field.as === 'list') return put(data, field, listed(((held ?? []) as string[]).join('、')))
  if (field.as === 'choice' && (field.write || held === valueOf(field, data))) return data // nothing is chosen then
  if (field.as === 'flag') return put(data, field, valueOf(field, data) === 'true')
  return put(data, field, ['text', 'long', 'four', 'some', 'round'].includes(field.as) ? held : valueOf(field, data))
}

/** As the server tells them, what is usual is left out, as it is where somebody chooses it. */
it.each(Object.entries(books).filter(([named]) => named.endsWith('told')))('%s is the same when every field is typed again', (_, book) => {
  expect(retyped(RULES, book)).toEqual(book)
  for (const { level, data } of linesOf(book)) expect(retyped(level ? fieldsOf(level, data) : ofPart(data, false), data)).toEqual(data)
})
