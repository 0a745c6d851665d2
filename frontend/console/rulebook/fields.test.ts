import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { freshRow, isEmpty, lies, listed, offers, put, rounded, shows, valueAt, valueOf, withAt, wordOf, wordsTo, type Field, type Lists } from './fields.ts'
import { readTexts } from '../../plugins/catalogue.ts'
import { CRITERION, fieldsOf, ofAspect, ofPart } from './offered.ts'
import { SECTIONS } from './sections.ts'
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

/** No keys of the rulebook: which of several keys are there. */
const CHOICES = ['way', 'size', 'rate']

/** The keys and choices of fields that the readers of a rulebook do not ask for. */
function strangers(fields: readonly Field[], schemas: Schema[], place = ''): string[] {
  return fields.flatMap((field) => {
    if (CHOICES.includes(field.key)) return []
    const at = field.key.split('.').reduce((found, key) => found.flatMap((schema) => under(schema, key)), schemas)
    const told = (field.as === 'choice' ? (field.choices ?? []) : []).filter((one) => !enums(at).has(one))
    const inside = [...(field.of ?? []), ...(field.more ?? [])]
    return [...(at.length ? [] : [place + field.key]), ...told.map((one) => `${place}${field.key}: ${one}`), ...strangers(inside, at, `${place}${field.key}.`)]
  })
}

/** The keys that a schema has, whichever way its mapping goes. */
function keysOf(schema: Schema): string[] {
  if (schema.$ref) return keysOf($defs[schema.$ref.replace('#/$defs/', '')]!)
  const inside = ['allOf', 'anyOf', 'then', 'else', 'items'].flatMap((name) => [schema[name] ?? []].flat() as Schema[])
  return [...new Set([...Object.keys(schema.properties ?? {}), ...inside.flatMap(keysOf)])]
}

/** The keys that the readers of a rulebook ask for and no field offers. */
function left(schemas: Schema[], fields: readonly Field[], place = ''): string[] {
  return [...new Set(schemas.flatMap(keysOf))].flatMap((key) => {
    const found = fields.filter((field) => field.key === key)
    const beyond = fields.filter((field) => field.key.startsWith(`${key}.`)).map((field) => ({ ...field, key: field.key.slice(key.length + 1) }))
    const inside = [...beyond, ...found.flatMap((field) => [...(field.of ?? []), ...(field.more ?? [])])]
    if (!found.length && !beyond.length) return [place + key]
    return inside.length ? left(schemas.flatMap((schema) => under(schema, key)), inside, `${place}${key}.`) : []
  })
}

const SOURCES = ['judged', 'imported', 'derived', 'votes', 'ballot']

/** Every message that these fields and what is in them show. */
function wordsOf(fields: readonly Field[]): string[] {
  return fields.flatMap((field) => {
    const own = wordOf(field)
    const none = field.as === 'choice' && field.from && !field.needed ? [`${own}.none`] : []
    return [own, ...none, ...(field.choices ?? []).map((one) => `${own}.${one}`), ...(field.why ? [`scheme.why.${field.why}`] : []), ...wordsOf([...(field.of ?? []), ...(field.more ?? [])])]
  })
}

const LADDER: Mapping = { id: 'a1', kind: 'measured', max: '10', unit: 'mm', nominal: '0', readings: 2, ladder: [{ upto: '3', points: '10' }, { upto: '5', points: '6' }], pick: 'mean' }
const field = (data: Mapping, key: string, fields: readonly Field[] = ofAspect(data)) => fields.find((one) => one.key === key)!

describe('the fields of the editor', () => {
  it('are keys and choices that the readers of a rulebook ask for', () => {
    const [part, aspect] = [[$defs.parts!], [$defs['parts.criteria.aspects']!]]
    expect(strangers(SECTIONS.flatMap(({ of }) => of), [$defs.rulebook!])).toEqual([])
    for (const source of SOURCES) expect(strangers(ofPart({ source }, true), part)).toEqual([])
    for (const kind of KINDS) expect(strangers(ofAspect({ kind }), aspect)).toEqual([])
    expect(strangers(CRITERION, [$defs['parts.criteria']!])).toEqual([])
    expect(strangers([{ key: 'nobody', word: '', as: 'line' }], aspect)).toEqual(['nobody'])
  })

  it('leave nothing to the file but what stands in the outline, names nobody chooses, notes of CIS sheets and what is one thing only or refused', () => {
    const sizes = (['count', 'percent', 'threshold'] as const).map((key): Field => ({ key, word: '', as: 'number' }))
    const rules = SECTIONS.flatMap(({ of }) => of).map((field) => ({ ...field, of: [...(field.of ?? []), ...(['awards', 'advance'].includes(field.key) ? sizes : [])] }))
    expect(left([$defs.rulebook!], rules)).toEqual(['format', 'id', 'parts', 'penalties.id', 'penalties.max', 'awards.id', 'promotion.levels.id', 'scale.kind'])
    const parts = SOURCES.flatMap((source) => ofPart({ source }, true))
    expect(left([$defs.parts!], [...fieldsOf(0, {}), ...parts])).toEqual(['id', 'time.late.cap', 'combine.fallback', 'adjust.assigned', 'criteria', 'cis', 'votes.channels.id'])
    expect(left([$defs['parts.criteria']!], fieldsOf(1, {}))).toEqual(['id', 'aspects', 'cis'])
    expect(left([$defs['parts.criteria.aspects']!], KINDS.flatMap((kind) => fieldsOf(2, { kind })))).toEqual(['id', 'cis'])
  })

  it('have words in both languages, and so have their choices', () => {
    const all = [...SECTIONS.flatMap(({ of }) => of), ...SOURCES.flatMap((source) => ofPart({ source }, true)), ...KINDS.flatMap((kind) => ofAspect({ kind }))]
    for (const side of ['zh', 'en']) {
      const folder = new URL('../../../contest/locale', import.meta.url).pathname
      const words = { ...readTexts(folder, side, 'scheme'), ...readTexts(folder, side, 'book') }
      expect(wordsOf(all).filter((id) => !words[id])).toEqual([])
    }
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

  it('take away what they leave empty around them, and nothing else', () => {
    expect(withAt({ board: { depth: 20 } }, 'board.depth', undefined)).toEqual({})
    expect(withAt({ board: { depth: 20, stage: 'p1' } }, 'board.depth', undefined)).toEqual({ board: { stage: 'p1' } })
    expect(withAt({}, 'combine.spread', { apart: '' })).toEqual({ combine: { spread: { apart: '' } } })
  })

  it('keep what other ways of combining, of limiting and of sharing out do not ask for from being lost', () => {
    const part: Mapping = { source: 'judged', panel: { judges: 5, by: 'all' }, combine: { method: 'trimmed_mean', low: 1, high: 1, spread: { apart: '5', action: 'again', rounds: 2 } } }
    const fields = ofPart(part, false)
    expect(put(part, field(part, 'combine.method', fields), 'majority').combine).toEqual({ method: 'majority', points: ['10', '8', '6'], spread: { apart: '5', action: 'again', rounds: 2 } })
    const action = field({}, 'action', field(part, 'combine.spread', fields).of)
    expect([put({ apart: '5', action: 'again', rounds: 2 }, action, 'flag'), put({ apart: '5' }, action, 'mean_of_all')]).toEqual([{ apart: '5' }, { apart: '5', action: 'mean_of_all' }])
    const [size] = SECTIONS.find(({ word }) => word === 'awards')!.of[0]!.of!.slice(1)
    expect(put({ id: 'a', count: 3, threshold: '60' }, size!, 'percent')).toEqual({ id: 'a', percent: 3, threshold: '60' })
    expect(put({ id: 'a', count: 3, to_rank: 8 }, size!, 'open')).toEqual({ id: 'a', to_rank: 8 })
  })

  it('say which keys a rule of the tie chain takes', () => {
    const [by, part] = SECTIONS.find(({ word }) => word === 'ties')!.of[0]!.of!
    const aspect = put(put({ by: 'part', part: 'p1', first: 'lower' }, by!, 'aspect'), part!, 'p2')
    expect(aspect).toEqual({ by: 'aspect', part: 'p2', aspect: '', first: 'lower' })
    expect([put(aspect, by!, 'lot'), put(aspect, by!, 'next_decimal')]).toEqual([{ by: 'lot' }, { by: 'next_decimal', digits: 3 }])
  })

  it('read lists as people type them', () => {
    expect([listed('10, 8，6、5'), listed('10 8\t6.5 '), listed('市总工会、市 住建局'), listed('')]).toEqual([['10', '8', '6', '5'], ['10', '8', '6.5'], ['市总工会', '市 住建局'], []])
    expect([rounded('3', { digits: 2, mode: 'down' }), rounded('2', {}), rounded(' ', { digits: 2 })]).toEqual([{ digits: 3, mode: 'down' }, { digits: 2, mode: 'half_up' }, undefined])
  })

  it('offer the aspects of the part that was chosen, and the awards before', () => {
    const lists = { aspects: [{ id: 'a1', name: 'a', of: 'p1' }, { id: 'a1', name: 'b', of: 'p2' }], awards: ['x', 'y', 'z'].map((id) => ({ id, name: id })) } as unknown as Lists
    const from = (list: keyof Lists): Field => ({ key: '', word: '', as: 'choice', from: list })
    expect(offers(from('aspects'), { part: 'p2' }, lists).map(({ name }) => name)).toEqual(['b'])
    expect([offers(from('awards'), { id: 'y' }, lists), offers(from('awards'), {}, lists)].map((all) => all.length)).toEqual([1, 3])
  })

  it('name the way to a fault, and show it once', () => {
    expect(wordsTo(fieldsOf(2, LADDER), 'ladder[1].points', LADDER)).toEqual([{ word: 'scheme.ladder', row: 2 }, { word: 'scheme.gives', row: null }])
    expect(wordsTo(fieldsOf(2, LADDER), 'cis.row', LADDER)).toEqual([])
    expect([valueAt(LADDER, 'ladder[1].points'), valueAt(LADDER, 'nobody[0].key')]).toEqual(['6', undefined])
    expect([isEmpty({ zh: '', en: '' }), isEmpty(undefined), isEmpty('0')]).toEqual([true, true, false])
    expect([lies('a.ladder[1]', 'a.ladder'), lies('a.ladders', 'a.ladder')]).toEqual([true, false])
    const awards = SECTIONS.find(({ word }) => word === 'awards')!.of
    const won = { awards: [{ id: 'a', percent: 20, limits: [{ most: '' }] }] }
    expect(['awards[0].percent', 'awards[0].limits[0].most'].map((tail) => wordsTo(awards, tail, won).map(({ word }) => word))).toEqual([['book.awards', 'book.award.size'], ['book.awards', 'scheme.limits', 'scheme.limit.most']])
    expect(wordsTo(ofPart({}, false), 'combine', {})).toEqual([{ word: 'book.method', row: null }])
    const [promotion] = SECTIONS.find(({ word }) => word === 'promotion')!.of
    expect(['promotion', 'promotion.nobody[0]', 'promotion.steps[0].to'].map((place) => shows(promotion!, 'promotion', place))).toEqual([true, true, false])
  })
})
