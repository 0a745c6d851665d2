/** A batch: all entries of one part in the judge's own order, and what its one confirmation would confirm. */
import { last } from '../shared/last.ts'
import { progress } from './marks.ts'
import type { Duty, Group, Standing } from './sheets.ts'
import type { Job, KeptSheet, SheetKey, Typed } from './types.ts'

/** What the desk tells of a sheet. */
export type Told = {
  sheets: Map<SheetKey, KeptSheet>
  standing(key: SheetKey): Standing
  typed(key: SheetKey): Typed
  jobsOf(key: SheetKey): Job[]
}

/** done: confirmed, or confirmed as soon as the line is back · ready: to be confirmed · open: not all marked · held: a
 * person has to look first (set aside, refused, changed elsewhere). Entries that nobody marks are in none. */
export type Tally = { done: Duty[]; ready: Duty[]; open: Duty[]; held: Duty[] }

/** First those called up, as they were called; then those marked on another device, as they arrived; then the rest. */
export function inOwnOrder(group: Group, order: string[], sheets: Map<SheetKey, KeptSheet>): Duty[] {
  const place = new Map(order.map((code, at) => [code, at]))
  const rank = ({ key, entry }: Duty): [number, number] => {
    const at = place.get(entry.code)
    if (at !== undefined) return [0, at]
    const version = sheets.get(key)?.sheet.version ?? 0
    return version > 0 ? [1, version] : [2, 0]
  }
  const ranked = group.duties.map((duty) => ({ duty, rank: rank(duty) }))
  ranked.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
  return ranked.map(({ duty }) => duty)
}

export function tally(duties: Duty[], told: Told): Tally {
  const sum: Tally = { done: [], ready: [], open: [], held: [] }
  for (const duty of duties) {
    const heap = heapOf(duty, told)
    if (heap) sum[heap].push(duty)
  }
  return sum
}

function heapOf(duty: Duty, told: Told): keyof Tally | null {
  const { word, needs } = told.standing(duty.key)
  if (word === 'confirmed' || told.jobsOf(duty.key).some(({ confirm }) => confirm)) return 'done'
  if (word === 'aside' || needs === 'mend' || needs === 'newer' || needs === 'scheme' || told.sheets.get(duty.key)?.refusal) return 'held'
  if (duty.entry.status !== 'present') return null
  if (needs === 'returned' || word === 'none') return 'open'
  if (word === 'draft') return progress(duty.part, told.typed(duty.key)).ready ? 'ready' : 'open'
  return 'ready'
}

/**
 * Marked in full and not yet on its way: a batch sends such a sheet by itself once the judge has left it. Of an item that
 * takes no more marks, too: what comes late is kept for the chief judge to decide on.
 */
export function mayGo(duty: Duty, told: Told): boolean {
  const { word, needs } = told.standing(duty.key)
  return word === 'draft' && needs === null && duty.item.state !== 'preparing' && progress(duty.part, told.typed(duty.key)).ready
}

/** What all codes begin with; what is left of each may then be typed on digits alone. */
export function commonStart(codes: string[]): string {
  let start = codes[0] ?? ''
  for (const code of codes) while (!code.startsWith(start)) start = start.slice(0, -1)
  return start.replace(/[0-9]+$/, '')
}

/** `found`: what the text may become · `sure`: it can become nothing else · `meant`: who is opened on "open" now. */
export type Called = { found: Duty[]; sure: Duty | null; meant: Duty | null }

/** A text is a whole code, or what follows the common start, with or without its leading zeros. */
export function called(duties: Duty[], text: string): Called {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return { found: [], sure: null, meant: null }
  const start = commonStart(duties.map(({ entry }) => entry.code)).toLowerCase()
  const words = duties.map((duty) => {
    const code = duty.entry.code.toLowerCase()
    return { duty, code, rest: code.slice(start.length) }
  })
  const begun = words.filter(({ code, rest }) => rest.startsWith(wanted) || code.startsWith(wanted))
  const exact = words.find(({ code, rest }) => rest === wanted || code === wanted)
  const bare = words.filter(({ rest }) => rest.replace(/^0+(?=.)/, '') === wanted)
  const found = [...new Set([...bare, ...begun].map(({ duty }) => duty))]
  const sure = exact && found.length === 1 ? exact.duty : null
  return { found, sure, meant: (exact ?? bare[0])?.duty ?? (found.length === 1 ? found[0]! : null) }
}

/**
 * Whose code was scanned: a label bears the code alone, or an address that ends in it. A score sheet's own address
 * (…/item/type/part/seat/code) also names its item, where another entry may bear the same code.
 */
export function scanned(duties: Duty[], text: string): Duty | null {
  const words = text.trim().split(/[/|?&=#\s,;]+/).map(plain)
  const at = words.indexOf('type')
  const item = at > 0 && words.length === at + 4 ? words[at - 1] : null
  const code = last(words)!.toLowerCase()
  return duties.find(({ entry }) => entry.code.toLowerCase() === code && (item === null || entry.item === item)) ?? null
}

function plain(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}
