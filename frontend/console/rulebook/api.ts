/** The client of an item's rulebook: one function per address. */
import { get, post } from '../../shared/api.ts'
import { contestAt, itemAt, piece } from '../../shared/at.ts'
import { form } from '../../shared/form.ts'
import type { Agreed, Book } from './types.ts'

const bookAt = (contest: string, item: string) => `${itemAt(contest, item)}/rulebook` as const
/** A big scheme, a busy laptop; and what a process of its own works out. */
const SLOW = 60_000
const APART = 130_000

export const fileUrl = (contest: string, item: string, kind: 'xlsx' | 'yaml', lang: string) =>
  `${bookAt(contest, item)}/file.${kind}${kind === 'xlsx' ? `?lang=${lang}` : ''}`

export const books = {
  shown: (contest: string, item: string) => get(`${bookAt(contest, item)}/outline`),
  read: (contest: string, item: string, file: File, lang: string) =>
    post(`${bookAt(contest, item)}/read?lang=${lang}`, form(file), { timeout: SLOW }),
  compare: (contest: string, item: string, rulebook: Book) => post(`${bookAt(contest, item)}/compare`, { rulebook }, { timeout: SLOW }),
  preview: (contest: string, item: string, rulebook: Book) => post(`${bookAt(contest, item)}/preview`, { rulebook }, { timeout: APART }),
  set: (contest: string, item: string, rulebook: Book, digest: string, agreed: Agreed, key: string) =>
    post(bookAt(contest, item), { rulebook, digest, ...agreed }, { key, timeout: SLOW }),

  /** A file for an item that is not there yet. */
  readNew: (contest: string, file: File) => post(`${contestAt(contest)}/rulebooks/read`, form(file), { timeout: SLOW }),
  ofPreset: (preset: string, item: string) =>
    get(`/api/presets/${piece<'preset'>(preset)}/items/${piece<'item'>(item)}/rulebook`, { timeout: SLOW }),
  add: (contest: string, rulebook: Book, key: string) => post(`${contestAt(contest)}/rulebooks`, { rulebook }, { key }),
}
