/** Borrowed phones are old: the build writes new syntax in older words, but no function that a browser lacks. */
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { last } from './last.ts'

const root = resolve(import.meta.dirname, '..')
/** Pages for whatever device is at hand; the console stands on a desk. */
const PAGES = ['judge', 'floor', 'board', 'clock', 'register', 'shared']
/** Newer than Chrome 87 and Safari 15 (vite.config.ts). */
const NEWER = /\.at\(|structuredClone\(|findLast\w*\(|toSorted\(|toReversed\(|toSpliced\(|Object\.hasOwn\(|Object\.groupBy\(|Promise\.withResolvers|AbortSignal\.(?:timeout|any)\(/

test('what runs on a borrowed phone calls nothing that is newer than its browser', () => {
  const sources = PAGES.flatMap((page) => readdirSync(resolve(root, page), { recursive: true, encoding: 'utf8' }).map((name) => `${page}/${name}`))
  const pages = sources.filter((name) => /(?<!\.test)\.(?:ts|svelte)$/.test(name))
  expect(pages.length).toBeGreaterThan(100)
  const lines = pages.flatMap((name) => readFileSync(resolve(root, name), 'utf8').split('\n').map((line) => `${name}: ${line.trim()}`))
  expect(lines.filter((line) => NEWER.test(line))).toEqual([])
})

test('the last of a list, and of an empty one', () => {
  expect([last([1, 2, 3]), last([])]).toEqual([3, undefined])
})
