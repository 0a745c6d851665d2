import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { freshRow, isEmpty, lies, put, shows, valueAt, valueOf, wordsTo, type Field } from './fields.ts'
import { CRITERION, fieldsOf, ofAspect, ofPart, SECTIONS } from './offered.ts'
import { KINDS, type Mapping } from './tree.ts'

type Schema = { [key: string]: unknown; $ref?: string; properties?: Record<string, Schema>; enum?: unknown[]; items?: Schema }
const { $defs } = JSON.parse(readFileSync(new URL('../../../docs/rulebook.schema.json', import.meta.url), 'utf8')) as { $defs: Record<string, Schema> }

/** Every schema that a key has, whichever way its mapping goes. */
function under(schema: Schema, key: string): Schema[] {
  if (schema.$ref) return under($defs[schema.$ref.replace('#/$defs/', '')]!, key)
  const found = schema.properties?.[key] ? [schema.properties[key]] : []
  const inside = ['allOf', 'anyOf', 'then', 'else', 'items'].flatMap((name) => [schema[name] ?? []].flat() as Schema[])
  return [...found, ...inside.flatMap((one) => under(one, key))]
}
const enums = (schemas: Schema[]) => new Set(schemas.flatMap((one) => [one.enum ?? [], ...((one.anyOf as Schema[]) ?? []).map((each) => each.enum ?? [])]).flat())

/** The keys and choices of fields that the readers of a rulebook do not ask for. */
function strangers(fields: readonly Field[], schemas: Schema[], place = ''): string[] {
  return fields.flatMap((field) => {
    if (field.key === 'way' || field.key === 'size' || field.key === 'rate') return []
    const at = field.key.split('.').reduce((found, key) => found.flatMap((schema) => under(schema, key)), schemas)
    const told = (field.as === 'choice' ? (field.choices ?? []) : []).filter((one) => !enums(at).has(one))
    return [...(at.length ? [] : [place + field.key]), ...told.map((one) => `${place}${field.key}: ${one}`), ...strangers(field.of ?? [], at, `${place}${field.key}.`)]
  })
}

const LADDER: Mapping = { id: 'a1', kind: 'measured', max: '10', unit: 'mm', nominal: '0', readings: 2, ladder: [{ upto: '3', points: '10' }, { upto: '5', points: '6' }], pick: 'mean' }
const field = (data: Mapping, key: string, fields = ofAspect(data)) => fields.find((one) => one.key === key)!

describe('the fields of the editor', () => {
  it('are keys and choices that the readers of a rulebook ask for', () => {
    const [part, aspect] = [[$defs.parts!], [$defs['parts.criteria.aspects']!]]
    expect(strangers(SECTIONS.flatMap(({ of }) => of), [$defs.rulebook!])).toEqual([])
    for (const source of ['judged', 'imported', 'derived', 'votes', 'ballot']) expect(strangers(ofPart({ source }, true), part)).toEqual([])
    for (const kind of KINDS) expect(strangers(ofAspect({ kind }), aspect)).toEqual([])
    expect(strangers(CRITERION, [$defs['parts.criteria']!])).toEqual([])
    expect(strangers([{ key: 'nobody', word: '', as: 'line' }], aspect)).toEqual(['nobody'])
  })

  it('turn one way of measuring into another and leave the rest', () => {
    const way = field(LADDER, 'way')
    const each = put(LADDER, way, 'per_unit')
    expect(each).toEqual({ id: 'a1', kind: 'measured', max: '10', unit: 'mm', nominal: '0', readings: 2, tolerance: '3', per_unit: '1' })
    expect(put({ ...each, per_unit: '2' }, way, 'outside')).toMatchObject({ tolerance: '3', per_outside: '2' })
    expect(put(each, way, 'ladder')).toMatchObject({ ladder: [{ upto: '3', points: '10' }] })
    expect([LADDER, each, put(each, way, 'outside')].map((data) => valueOf(way, data))).toEqual(['ladder', 'per_unit', 'outside'])
  })

  it('leave no key where an emptied field is not needed, and keep the one that is', () => {
    expect(put({ kind: 'points', min: '-5' }, field({ kind: 'points' }, 'min'), ' ')).toEqual({ kind: 'points' })
    expect(put(LADDER, field(LADDER, 'unit'), '')).toMatchObject({ unit: '' })
    expect(put(LADDER, field(LADDER, 'readings'), '3').readings).toBe(3)
    expect(put(LADDER, field(LADDER, 'readings'), 'x').readings).toBe('x') // to be faulted
    expect(put(LADDER, field(LADDER, 'pick'), 'worst')).not.toHaveProperty('pick')
    expect(put({}, field({}, 'help'), { zh: '', en: '' })).toEqual({})
  })

  it('say how more than one sheet becomes one, and nothing of it for one', () => {
    const part: Mapping = { source: 'judged', panel: { judges: 1, by: 'all' } }
    const [judges, by] = [field(part, 'panel.judges', ofPart(part, false)), field(part, 'panel.by', ofPart(part, false))]
    const five = put(part, judges, '5')
    expect(five).toEqual({ source: 'judged', panel: { judges: 5, by: 'all' }, combine: { method: 'mean' } })
    expect(put(five, by, 'joint')).toEqual({ source: 'judged', panel: { judges: 5, by: 'joint' } })
    const kept = { ...five, combine: { method: 'trimmed_mean', low: 2, high: 2, level: 'criterion' } }
    expect(put(kept, judges, '7').combine).toEqual(kept.combine)
    const level = field(part, 'combine.level', ofPart(part, false))
    expect(put(kept, level, 'sheet').combine).toEqual({ method: 'trimmed_mean', low: 2, high: 2 })
    expect([level.when!(part), level.when!(five)]).toEqual([false, true])
  })

  it('give a new row an id that no other has', () => {
    const [penalties] = SECTIONS.find(({ word }) => word === 'penalties')!.of
    expect(freshRow(penalties!, [{ id: 'penalty-1' }, { id: 'penalty-3' }])).toMatchObject({ id: 'penalty-2', per: 'count' })
  })

  it('name the way to a fault, and show it once', () => {
    expect(wordsTo(fieldsOf(2, LADDER), 'ladder[1].points')).toEqual([{ word: 'scheme.ladder', row: 2 }, { word: 'scheme.gives', row: null }])
    expect(wordsTo(fieldsOf(2, LADDER), 'cis.row')).toEqual([])
    expect([valueAt(LADDER, 'ladder[1].points'), valueAt(LADDER, 'nobody[0].key')]).toEqual(['6', undefined])
    expect([isEmpty({ zh: '', en: '' }), isEmpty(undefined), isEmpty('0')]).toEqual([true, true, false])
    expect([lies('a.ladder[1]', 'a.ladder'), lies('a.ladders', 'a.ladder')]).toEqual([true, false])
    const [promotion] = SECTIONS.find(({ word }) => word === 'promotion')!.of
    expect(['promotion', 'promotion.where[0]', 'promotion.steps[0].to'].map((place) => shows(promotion!, 'promotion', place))).toEqual([true, true, false])
  })
})
