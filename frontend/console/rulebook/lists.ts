/** What the fields of a rulebook may choose from, as its outline and its other rules stand now. Pure. */
import { pick, t, type Text } from '../../shared/i18n.ts'
import type { Item } from '../types.ts'
import type { Lists, Option } from './fields.ts'
import { isJudged, nameOf, startOf, type Line, type Mapping } from './tree.ts'
import type { Book } from './types.ts'

/** Attributes that every roster knows; whatever else is typed is a column of its own. */
const ATTRIBUTES = ['unit', 'age', 'sex', 'level', 'employee', 'post', 'promoted', 'strokes']

const option = (data: Mapping): Option => ({ id: String(data.id), name: pick(nameOf(data)) || String(data.id) })
const named = ({ id, name }: { id: string; name: Text }): Option => ({ id, name: pick(name) || id })
const rowsOf = (value: unknown) => (Array.isArray(value) ? (value as Mapping[]) : [])

/** `others`: the contest's other items, for who goes on to the next round. */
export function listsOf(rules: Book, lines: Line[], others: Pick<Item, 'id' | 'name' | 'parts'>[]): Lists {
  const next = others.find(({ id }) => id === (rules.advance as Mapping | undefined)?.to)
  const at = (level: number) => lines.filter((each) => each.level === level)
  const within = (level: number) =>
    lines.flatMap((each, n) => (each.level === level ? [{ ...option(each.data), of: String(lines[startOf(lines, n)]?.data.id) }] : []))
  const totals = at(0).filter(({ data }) => data.entry === 'total').map(({ data }) => ({ ...option(data), id: 'total', of: String(data.id) }))
  return {
    items: others.map(named),
    into: (next?.parts ?? []).filter(({ source }) => source === 'imported').map(named),
    parts: at(0).map(({ data }) => option(data)),
    judged: at(0).filter(({ data }) => isJudged(data)).map(({ data }) => option(data)),
    criteria: within(1),
    aspects: [...totals, ...within(2)],
    levels: rowsOf((rules.promotion as Mapping | undefined)?.levels).map(option),
    awards: rowsOf(rules.awards).map(option),
    attributes: ATTRIBUTES.map((id) => ({ id, name: t(`scheme.attribute.${id}`) })),
  }
}
