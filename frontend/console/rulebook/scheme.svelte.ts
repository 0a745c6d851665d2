/** A rulebook while it is edited: its outline, its other rules, which line one is at, and the way back. */
import type { PlacedFault } from '../../shared/api.ts'
import type { Text } from '../../shared/i18n.ts'
import { dropDraft, keepDraft, keptDraft } from './draft.ts'
import { isEmpty, valueAt } from './fields.ts'
import { pasted, placed, type Pasted } from './paste.ts'
import { partAt } from './preview.ts'
import { asKind, bookOf, History, insert, lineAt, linesOf, move, nameOf, placesOf, remove, replaced, shift, sums, without, type Kind, type Line, type Mapping } from './tree.ts'
import type { Book } from './types.ts'

interface Stand { rules: Book; lines: Line[] }

/** A name in one language is good enough for both, wherever one stands. */
export function filled<T>(value: T): T {
  if (Array.isArray(value)) return value.map(filled) as T
  if (typeof value !== 'object' || value === null) return value
  const { zh, en } = value as unknown as Text
  if (typeof zh === 'string' && typeof en === 'string') return { zh: zh.trim() || en.trim(), en: en.trim() || zh.trim() } as T
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each)])) as T
}

export type Scheme = ReturnType<typeof schemeOf>

/** The rulebook of an item as it is edited: begun with the draft that was kept of this version, if there is one. */
export function schemeOf(contest: string, item: string, version: number, book: Book) {
  const kept = keptDraft(contest, item, version)
  const history = new History<Stand>()
  const begun = kept?.book ?? book
  let rules = $state.raw<Book>(begun)
  let lines = $state.raw<Line[]>(linesOf(begun))
  let here = $state(0)
  let restored = $state(kept?.at ?? '')
  let saved = $state(true)
  let told = $state.raw<Pasted | null>(null)
  let marked = $state.raw<[number, number] | null>(null)
  let taken = $state(0)
  let faults = $state.raw<PlacedFault[]>([])
  const found = $derived(sums(rules, lines))
  const places = $derived(placesOf(lines))
  const wrong = $derived(faults.map((fault) => ({ fault, at: lineAt(places, fault.place) })))
  const at = $derived(Math.min(here, lines.length - 1))
  const part = $derived(partAt(rules, lines, at, (start) => found.of[start] ?? ''))

  function stand(next: Stand): void {
    ;({ rules, lines } = next)
    told = marked = null
    taken = 0
    saved = keepDraft(contest, item, version, bookOf(rules, lines))
  }

  /** What `what` names is one step of the way back, however often it changes; null is no change. */
  function change(next: Line[] | null, what = '', over: Book = rules): boolean {
    if (!next) return false
    history.note({ rules, lines }, what)
    stand({ lines: next, rules: over })
    return true
  }

  function step(to: Stand | null): boolean {
    if (to) stand(to)
    return !!to
  }

  function set(n: number, data: Mapping, what = ''): void {
    change(replaced(lines, n, { ...lines[n]!, data }), what && `${lines[n]!.key}.${what}`)
  }

  const drop = () => dropDraft(contest, item)

  return {
    change,
    set,
    drop,
    get rules() {
      return rules
    },
    get lines() {
      return lines
    },
    /** The line one is at. */
    get at() {
      return at
    },
    set at(n: number) {
      here = n
    },
    /** When the draft was kept that this began with. */
    get restored() {
      return restored
    },
    /** Whether the draft could be kept. */
    get saved() {
      return saved
    },
    /** What came of the last paste, until something else is done. */
    get told() {
      return told
    },
    /** The first and the last of the lines that are marked to be copied. */
    get marked() {
      return marked
    },
    /** Marks from where marking began, else from the line one is at, to line `n`; without one nothing is. */
    mark(n?: number, from = marked?.[0] === at ? marked[1] : (marked?.[0] ?? at)): void {
      marked = n === undefined ? null : [Math.min(from, n), Math.max(from, n)]
      taken = 0
    },
    /** How many lines were copied, until something else is done. */
    get taken() {
      return taken
    },
    /** The marked lines, or all, to be copied. */
    take(): Line[] {
      const some = marked ? lines.slice(marked[0], marked[1] + 1) : lines
      taken = some.length
      return some
    },
    get faults() {
      return faults
    },
    /** Where nothing stands, that something must is said once. */
    set faults(found: PlacedFault[]) {
      const whole = bookOf(rules, lines)
      faults = found.filter(({ place }, n) => !isEmpty(valueAt(whole, place)) || found.findIndex((each) => each.place === place) === n)
    },
    /** The faults, each with the line it is about; -1 for none. */
    get wrong() {
      return wrong
    },
    get found() {
      return found
    },
    get places() {
      return places
    },
    /** What a judge will see of the part one is in. */
    get part() {
      return part
    },
    back: () => step(history.undo({ rules, lines })),
    forth: () => step(history.redo({ rules, lines })),

    /** A number that is taken away is not said any more; one that is needed stays, to be faulted. */
    number(n: number, key: string, text: string, needed: boolean): void {
      const { data } = lines[n]!
      set(n, needed || text.trim() ? { ...data, [key]: text.trim() } : without(data, key), key)
    },

    name(n: number, side: keyof Text, text: string): void {
      const { data } = lines[n]!
      set(n, { ...data, name: { ...nameOf(data), [side]: text } }, side)
    },

    kind: (n: number, kind: Kind) => set(n, asKind(lines[n]!.data, kind)),
    indent: (n: number, by: 1 | -1) => change(shift(lines, n, by)),
    remove: (n: number) => change(remove(lines, n)),

    /** A line behind this one; where it stands then. */
    put(n: number): number {
      change(insert(lines, n)[0])
      return n + 1
    },

    /** A line with all that lies in it, up or down; where it stands then. */
    move(n: number, by: 1 | -1): number {
      const { key } = lines[n]!
      change(move(lines, n, by))
      return lines.findIndex((each) => each.key === key)
    },

    /** Cells of a spreadsheet become lines below line `n`, in one step. */
    paste(text: string, n: number): void {
      const read = pasted(text, lines, n)
      const is = change(placed(lines, n, read.lines))
      told = { ...read, placed: is }
    },

    /** As it stood before any of it was edited. */
    anew(): void {
      change(linesOf(book), '', book)
      drop()
      restored = ''
    },

    whole: (): Book => filled(bookOf(rules, lines)),
  }
}
