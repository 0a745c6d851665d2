/**
 * Settings of a rulebook as data: which key, how it is written, when it is asked for; and how one is put. Pure. Keys that
 * no field names stay as they are. What is offered stands in offered.ts and sections.ts; a test holds it against the schema.
 */
import { without, type Mapping } from './tree.ts'

export interface Option {
  id: string
  name: string
  /** The part that it lies in. */
  of?: string
}
/** Things a field may choose from by their ids. `into`: the imported parts of the next round's item. */
export type Lists = Record<'parts' | 'judged' | 'criteria' | 'aspects' | 'levels' | 'awards' | 'items' | 'into' | 'attributes', Option[]>

export interface Field {
  /** The key, or the way to it inside the mapping: combine.low. */
  key: string
  /** Its word in the catalogue: scheme.<word>, or a whole id of a message. */
  word: string
  as: 'number' | 'whole' | 'line' | 'text' | 'long' | 'choice' | 'flag' | 'four' | 'some' | 'list' | 'round' | 'rows' | 'group'
  /** The key stays where the field is emptied, for the server to fault. */
  needed?: boolean
  choices?: readonly string[]
  /** The choices are what stands in one of the lists; of a line they are only proposed. */
  from?: keyof Lists
  /** It changes more than itself, so that it is taken once it is typed to its end: 1 is no panel of 15. */
  late?: boolean
  /** What holds where nothing is said. */
  usual?: unknown
  when?: (data: Mapping) => boolean
  /** The fields of each row, or of the group. */
  of?: readonly Field[]
  /** What each row says beyond those, folded away below it. */
  more?: readonly Field[]
  /** What a new row, or the group, begins with; rows of things that have an id get the first free one behind `ids`. */
  fresh?: Mapping
  ids?: string
  /** The order of the rows says something: they can be moved. */
  ordered?: boolean
  /** The fields of a row flow behind each other, since each row asks for others. */
  flows?: boolean
  /** A sentence of the catalogue about what the group does. */
  why?: string
  /** The key hangs on what stands there; or the choice is none of the rulebook's, but which of its keys are there. */
  keyOf?: (data: Mapping) => string
  read?: (data: Mapping) => string
  write?: (data: Mapping, value: string) => Mapping
}

type More = Partial<Field>
const made = (as: Field['as']) => (key: string, more: More = {}): Field => ({ key, word: key, as, ...more })
export const number = made('number')
export const whole = made('whole')
export const line = made('line')
export const list = made('list')
export const round = made('round')
export const flag = (key: string, more: More = {}): Field => ({ key, word: key, as: 'flag', usual: false, ...more })
export const some = (key: string, from: keyof Lists, more: More = {}): Field => ({ key, word: key, as: 'some', from, ...more })
/** The first of the choices is the usual one, unless the field is needed. */
export const choice = (key: string, choices: readonly string[], more: More = {}): Field => ({ key, word: key, as: 'choice', choices, ...more })
export const rows = (key: string, of: readonly Field[], fresh: Mapping, more: More = {}): Field => ({ key, word: key, as: 'rows', of, fresh, ...more })
export const group = (key: string, of: readonly Field[], fresh: Mapping, more: More = {}): Field => ({ key, word: key, as: 'group', of, fresh, ...more })
export const NEEDED = { needed: true }
export const NAME: Field = { key: 'name', word: 'name', as: 'text', needed: true }

export const MODES = ['half_up', 'half_even', 'down', 'up'] as const

export const wordOf = ({ word }: Field): string => (word.startsWith('book.') ? word : `scheme.${word}`)

/** What is typed into one field is one step of the way back; a choice is one by itself. */
export const stepOf = (field: Field): string => (field.as === 'choice' ? '' : field.key)

export const keyOf = (field: Field, data: Mapping): string => field.keyOf?.(data) ?? field.key

export function valueOf(field: Field, data: Mapping): string {
  const value = field.read ? field.read(data) : valueAt(data, keyOf(field, data))
  if (value != null) return String(value)
  return field.as === 'flag' ? String(field.usual) : field.needed || field.from ? '' : (field.choices?.[0] ?? '')
}

/** A count where it is one; whatever else was typed stays, to be faulted. */
export const counted = (text: string): unknown => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : text.trim())

/** The mapping with what was typed or chosen; a field that nobody needs leaves no key where it is emptied. */
export function put(data: Mapping, field: Field, value: unknown): Mapping {
  if (field.write) return field.write(data, String(value))
  const said = typeof value === 'string' ? value.trim() : value
  const usual = field.as === 'flag' ? said === field.usual : !field.needed && (isEmpty(said) || said === field.choices?.[0])
  const kept = field.as === 'whole' ? counted(String(said)) : field.as === 'line' ? value : said
  return withAt(data, keyOf(field, data), usual ? undefined : kept)
}

/** A stage of rounding to so many digits; emptied it is exact. */
export const rounded = (digits: string, was: Mapping): Mapping | undefined => (digits.trim() ? { mode: MODES[0], ...was, digits: counted(digits) } : undefined)

/** Whether nothing is said: no text, or nothing but such in a list or mapping. */
export function isEmpty(said: unknown): boolean {
  return said == null || said === '' || (Array.isArray(said) && said.every(isEmpty)) || (typeof said === 'object' && Object.values(said).every(isEmpty))
}

/** What a choice offers here: of criteria and aspects those of the row's part, of awards those before its own. */
export function offers(field: Field, data: Mapping, lists: Lists): Option[] {
  const all = lists[field.from!]
  const own = field.from === 'awards' ? all.findIndex(({ id }) => id === data.id) : -1
  return (own < 0 ? all : all.slice(0, own)).filter(({ of }) => of === undefined || of === data.part)
}

const SEPARATORS = /[、，,;；\n]/
/** The figures or texts of a list as they are typed into one field; figures need no more than blanks between. */
export const listed = (text: string): string[] => {
  const parts = SEPARATORS.test(text) ? text.split(SEPARATORS) : /^[\d.\s]*$/.test(text) ? text.split(/\s+/) : [text]
  return parts.map((each) => each.trim()).filter(Boolean)
}

/** A new row behind these; where rows have ids, with one that none of them has. */
export function freshRow(field: Field, list: readonly Mapping[]): Mapping {
  const taken = new Set(list.map(({ id }) => id))
  let n = 1
  while (taken.has(field.ids + String(n))) n += 1
  return field.ids ? { id: field.ids + n, ...field.fresh } : { ...field.fresh }
}

/** What stands at a place inside a mapping. */
export const valueAt = (data: unknown, tail: string): unknown =>
  tail.split(/[.[\]]+/).filter(Boolean).reduce((at: unknown, key) => (at as Mapping | null | undefined)?.[key], data)

/** The mapping with a value at the end of a way of keys; undefined takes the key away, and what it leaves empty above it. */
export function withAt(data: Mapping, way: string, value: unknown): Mapping {
  const [key = '', ...rest] = way.split('.')
  const next = rest.length ? withAt((data[key] ?? {}) as Mapping, rest.join('.'), value) : value
  return next === undefined || (rest.length && value === undefined && !Object.keys(next as Mapping).length) ? without(data, key) : { ...data, [key]: next }
}

/** The words on the way to a place inside a mapping, as `ladder[1].points`: those of its fields, and which row. */
export function wordsTo(fields: readonly Field[], tail: string, data: unknown): { word: string; row: number | null }[] {
  const keyed = fields.map((field) => [field, keyOf(field, (data ?? {}) as Mapping)] as const)
  const [field, key = ''] = (tail && (keyed.find(([, key]) => lies(tail, key)) ?? keyed.find(([, key]) => lies(key, tail)))) || []
  if (!field) return []
  const [at = '', , row] = /^(\[(\d+)\])?\.?/.exec(tail.slice(key.length)) ?? []
  const inside = [...(field.of ?? []), ...(field.more ?? [])]
  const rest = tail.slice(key.length + at.length)
  return [{ word: wordOf(field), row: row === undefined ? null : Number(row) + 1 }, ...wordsTo(inside, rest, valueAt(data, tail.slice(0, key.length + at.length)))]
}

/** Whether one of these fields, whose mapping is at `place`, is the one that a fault is about, or holds it. */
export const holds = (fields: readonly Field[], place: string, fault: string): boolean => fields.some(({ key }) => lies(fault, place ? `${place}.${key}` : key))

/** Whether a field with its place at `at` is the one to show a fault: rows and groups show what nothing inside them does. */
export function shows(field: Field, at: string, place: string): boolean {
  if (field.as === 'group') return lies(place, at) && !holds(field.of ?? [], at, place)
  return field.as === 'rows' ? place === at : lies(place, at)
}

/** Whether a fault's place is this one or lies in it. */
export const lies = (place: string, at: string): boolean => place === at || (place.startsWith(at) && '.['.includes(place[at.length]!))
