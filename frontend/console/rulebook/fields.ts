/**
 * Settings of a rulebook as data: which key, how it is written, when it is asked for; and how one is put. Pure. Keys that
 * no field names stay as they are. What is offered stands in offered.ts; a test holds it against the schema.
 */
import { without, type Mapping } from './tree.ts'

/** Things a field may choose from by their ids: the parts of the item, the levels of its promotion. */
export interface Lists { parts: Option[]; levels: Option[] }
export interface Option { id: string; name: string }

export interface Field {
  key: string
  /** Its word in the catalogue: scheme.<word>, or a whole id of a message. */
  word: string
  as: 'number' | 'whole' | 'line' | 'text' | 'long' | 'choice' | 'flag' | 'four' | 'some' | 'rows' | 'group'
  /** The key stays where the field is emptied, for the server to fault. */
  needed?: boolean
  choices?: readonly string[]
  /** The choices are what stands in one of the lists. */
  from?: keyof Lists
  usual?: unknown
  when?: (data: Mapping) => boolean
  /** The fields of each row, or of the group. */
  of?: readonly Field[]
  /** What a new row, or the group, begins with; rows of things that have an id get the first free one behind `ids`. */
  fresh?: Mapping
  ids?: string
  /** Keys of a row that change when it holds and are written elsewhere: it says that there are such. */
  conditions?: readonly string[]
  /** What of the mapping its faults are about, where that is more than its key. */
  about?: string
  /** The key hangs on what stands there; or the choice is none of the rulebook's, but which of its keys are there. */
  keyOf?: (data: Mapping) => string
  read?: (data: Mapping) => string
  write?: (data: Mapping, value: string) => Mapping
}

export const wordOf = ({ word }: Field): string => (word.startsWith('book.') ? word : `scheme.${word}`)

export const keyOf = (field: Field, data: Mapping): string => field.keyOf?.(data) ?? field.key

export function valueOf(field: Field, data: Mapping): string {
  const value = field.read ? field.read(data) : data[keyOf(field, data)]
  return value == null ? String(field.usual ?? (field.needed || field.from ? '' : (field.choices?.[0] ?? ''))) : String(value)
}

/** The mapping with what was typed or chosen; a field that nobody needs leaves no key where it is emptied. */
export function put(data: Mapping, field: Field, value: unknown): Mapping {
  const key = keyOf(field, data)
  if (field.write) return field.write(data, String(value))
  const said = typeof value === 'string' ? value.trim() : value
  const usual = field.as === 'flag' ? said === field.usual : !field.needed && (isEmpty(said) || said === field.choices?.[0])
  if (usual) return without(data, key)
  return { ...data, [key]: field.as === 'whole' && /^\d{1,9}$/.test(String(said)) ? Number(said) : field.as === 'line' ? value : said }
}

/** Whether nothing is said: no text, or nothing but such in a list or mapping. */
export function isEmpty(said: unknown): boolean {
  return said == null || said === '' || (Array.isArray(said) && said.every(isEmpty)) || (typeof said === 'object' && Object.values(said).every(isEmpty))
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

/** The words on the way to a place inside a mapping, as `ladder[1].points`: those of its fields, and which row. */
export function wordsTo(fields: readonly Field[], tail: string): { word: string; row: number | null }[] {
  const [, key = '', , row, rest = ''] = /^(\w+)(\[(\d+)\])?\.?(.*)$/.exec(tail) ?? []
  const found = fields.find((field) => (field.about ?? field.key) === key)
  if (!found) return []
  return [{ word: wordOf(found), row: row === undefined ? null : Number(row) + 1 }, ...wordsTo(found.of ?? [], rest)]
}

/** Whether a field with its place at `at` is the one to show a fault: rows and groups show what nothing inside them does. */
export function shows(field: Field, at: string, place: string): boolean {
  if (field.as === 'group') return lies(place, at) && !wordsTo(field.of ?? [], place.slice(at.length + 1)).length
  return field.as === 'rows' ? place === at : lies(place, at)
}

/** Whether a fault's place is this one or lies in it. */
export const lies = (place: string, at: string): boolean => place === at || (place.startsWith(at) && '.['.includes(place[at.length]!))
