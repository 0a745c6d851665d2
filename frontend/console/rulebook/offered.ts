/** What the editor offers beside the outline, line by line and for the item as a whole. Pure data, and what goes with a choice. */
import type { Field } from './fields.ts'
import { asSource, KINDS, without, type Kind, type Mapping } from './tree.ts'

type More = Partial<Field>
const number = (key: string, more: More = {}): Field => ({ key, word: key, as: 'number', ...more })
const whole = (key: string, more: More = {}): Field => ({ key, word: key, as: 'whole', ...more })
const line = (key: string, more: More = {}): Field => ({ key, word: key, as: 'line', ...more })
const flag = (key: string, more: More = {}): Field => ({ key, word: key, as: 'flag', usual: false, ...more })
const choice = (key: string, choices: readonly string[], more: More = {}): Field => ({ key, word: key, as: 'choice', choices, ...more })
const rows = (key: string, of: readonly Field[], fresh: Mapping, more: More = {}): Field => ({ key, word: key, as: 'rows', of, fresh, ...more })
const group = (key: string, of: readonly Field[], fresh: Mapping, more: More = {}): Field => ({ key, word: key, as: 'group', of, fresh, ...more })
const NAME: Field = { key: 'name', word: 'name', as: 'text', needed: true }
const PART = choice('part', [], { from: 'parts', word: 'book.level.0', needed: true })
const NEEDED = { needed: true }

/** How a measured aspect comes to its points: by the keys it has. */
export const wayOf = (data: Mapping): string => (data.ladder ? 'ladder' : data.per_outside == null ? 'per_unit' : 'outside')
const isWay = (...ways: string[]) => ({ when: (data: Mapping) => ways.includes(wayOf(data)) })

function asWay(data: Mapping, way: string): Mapping {
  const rest = without(data, 'ladder', 'pick', 'tolerance', 'per_unit', 'per_outside', 'allowed')
  const [rung] = (data.ladder ?? []) as Mapping[]
  const tolerance = data.tolerance ?? rung?.upto ?? '0'
  if (way === 'ladder') return { ...rest, ladder: [{ upto: tolerance, points: data.max ?? '' }] }
  return { ...rest, tolerance, [way === 'outside' ? 'per_outside' : way]: data.per_unit ?? data.per_outside ?? '1' }
}

function asFixing(data: Mapping, fixes: string): Mapping {
  const rest = without(data, 'fixes', ...(fixes === 'void' ? ['at', 'bound'] : []), ...(fixes === 'sheet' ? ['needs'] : []))
  return { ...rest, fixes, ...(fixes === 'void' ? {} : { at: data.at ?? '0' }) }
}

const MEASURED: Field[] = [
  line('unit', NEEDED),
  number('nominal', NEEDED),
  whole('readings'),
  choice('way', ['ladder', 'per_unit', 'outside'], { read: wayOf, write: asWay }),
  rows('ladder', [number('upto', NEEDED), number('points', { ...NEEDED, word: 'gives' })], { upto: '', points: '' }, { ...NEEDED, ...isWay('ladder') }),
  choice('pick', ['worst', 'mean'], isWay('ladder')),
  number('tolerance', { ...NEEDED, ...isWay('per_unit', 'outside') }),
  number('per_unit', { ...NEEDED, ...isWay('per_unit') }),
  number('per_outside', { ...NEEDED, ...isWay('outside') }),
  whole('allowed', isWay('outside')),
]

const VETO: Field[] = [
  choice('fixes', ['sheet', 'part', 'void'], { needed: true, write: asFixing }),
  number('at', { ...NEEDED, when: ({ fixes }) => fixes !== 'void' }),
  choice('bound', ['exactly', 'at_most'], { when: ({ fixes }) => fixes !== 'void' }),
  whole('needs', { when: ({ fixes }) => fixes !== 'sheet' }),
]

const TAKES = number('points', { ...NEEDED, word: 'takes' })
const OF_KIND: Record<Kind, Field[]> = {
  points: [number('min')],
  judgement: [{ key: 'descriptors', word: 'descriptors', as: 'four' }],
  check: [],
  faults: [],
  measured: MEASURED,
  bands: [line('unit'), rows('bands', [number('off', NEEDED), TAKES], { off: '', points: '' }, NEEDED), number('most')],
  veto: VETO,
}

/** What stands in the outline itself: it is named here where a fault is about it. */
const IN_OUTLINE: Field[] = [NAME, choice('kind', KINDS, { word: 'book.kind' }), number('max', { word: 'book.max' }), number('step', { word: 'book.step' }),
  number('per_fault', { word: 'book.per_fault' }), number('weight', { word: 'book.weight' }), number('out_of', { word: 'book.out_of' })]

export const CRITERION: Field[] = [number('factor')]
export const ofAspect = (data: Mapping): Field[] => [...(OF_KIND[data.kind as Kind] ?? []), ...(data.kind === 'veto' ? [] : CRITERION), { key: 'help', word: 'help', as: 'long' }]

const COUNT = choice('count', ['started', 'whole'])
const RATE = [TAKES, whole('seconds'), COUNT]
const LATE = group('late', RATE, { points: '1' }, { when: ({ late }) => !!late, needed: true, word: 'rate.late' })

const TIME = group('time', [
  number('limit', NEEDED),
  choice('rate', ['minute', 'late'], {
    read: ({ late }) => (late ? 'late' : 'minute'),
    write: (data, value) => (value === 'late' ? { ...without(data, 'per_started_minute'), late: { points: data.per_started_minute ?? '1' } } : without(data, 'late')),
  }),
  number('per_started_minute', { when: ({ late }) => !late }),
  LATE,
  rows('steps', [number('over', NEEDED), TAKES], { over: '', points: '' }),
  number('cap'),
  number('out_over'),
  number('out_from'),
  group('early', [number('points', { ...NEEDED, word: 'adds' }), whole('seconds'), COUNT, number('cap', { word: 'early.cap' })], { points: '1' }),
  number('give_back'),
], { limit: '60', per_started_minute: '1' })

const VOTES = group('votes', [
  choice('scale', ['ratio', 'share', 'places'], { write: (data, scale) => (scale === 'places' ? { ...without(data, 'cap'), scale, points: data.points ?? ['10'] } : { ...without(data, 'points'), scale }) }),
  rows('channels', [NAME, number('weight', { word: 'channel.weight' })], { name: { zh: '', en: '' }, weight: '' }, { ...NEEDED, ids: 'c' }),
  number('cap', { word: 'channel.cap', when: ({ scale }) => scale !== 'places' }),
], {}, NEEDED)

const BALLOT = group('ballot', [
  choice('kind', ['choose', 'each'], { word: 'ballot.kind', needed: true, write: (data, kind) => (kind === 'each' ? { ...without(data, 'choose'), kind } : { ...data, kind, choose: data.choose ?? 1 }) }),
  whole('members', NEEDED),
  whole('choose', { ...NEEDED, when: ({ kind }) => kind === 'choose' }),
  number('quorum'),
  choice('of', ['present', 'all', 'valid']),
  number('passes'),
  flag('over', { usual: true, word: 'passes.over' }),
], {}, NEEDED)

/** More than one sheet has to become one: by the mean, unless somebody says otherwise; one sheet needs no rule. */
function withPanel(data: Mapping, patch: Mapping): Mapping {
  const panel: Mapping = { judges: 1, by: 'all', ...inner(data, 'panel'), ...patch }
  const { method } = inner(data, 'combine')
  const next = { ...data, panel }
  if (isAlone(next)) return without(next, 'combine')
  return method && method !== 'single' ? next : { ...next, combine: { method: 'mean' } }
}

function asMethod(data: Mapping, method: string): Mapping {
  const rest = without(inner(data, 'combine'), 'low', 'high', 'none_below', 'factor')
  return { ...data, combine: { ...rest, method, ...(method === 'trimmed_mean' ? { low: 1, high: 1 } : {}) } }
}

/** A setting inside a mapping of its own, offered as if it stood outside. */
const dug = (key: string, own: string, more: More = {}): Field => ({
  key: `${key}.${own}`,
  about: key,
  word: `book.${own}`,
  as: 'whole',
  read: (data) => String(inner(data, key)[own] ?? more.choices?.[0] ?? ''),
  write: (data, value) => ({ ...data, [key]: value.trim() && value !== more.choices?.[0] ? { ...inner(data, key), [own]: counted(value) } : without(inner(data, key), own) }),
  ...more,
})
const inner = (data: Mapping, key: string): Mapping => (data[key] ?? {}) as Mapping
const counted = (text: string): unknown => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : text.trim())
const isAlone = (data: Mapping) => inner(data, 'panel').by === 'joint' || Number(inner(data, 'panel').judges) < 2
const combines: More = { when: (data) => !isAlone(data) }
const trims: More = { when: (data) => !isAlone(data) && inner(data, 'combine').method === 'trimmed_mean' }

const PANEL: Field[] = [
  dug('panel', 'judges', { write: (data, value) => withPanel(data, { judges: counted(value) }) }),
  dug('panel', 'by', { as: 'choice', choices: ['all', 'station', 'joint'], write: (data, by) => withPanel(data, { by }) }),
  dug('combine', 'method', { as: 'choice', choices: ['mean', 'trimmed_mean', 'median', 'sum'], write: asMethod, ...combines }),
  dug('combine', 'low', trims),
  dug('combine', 'high', trims),
  dug('combine', 'none_below', { word: 'none_below', ...trims }),
  dug('combine', 'level', { word: 'level', as: 'choice', choices: ['sheet', 'criterion', 'aspect'], ...combines }),
  dug('combine', 'missing', { word: 'missing', as: 'choice', choices: ['block', 'given', 'replaced'], ...combines }),
]

const SOURCES = ['judged', 'imported', 'derived', 'votes', 'ballot'] as const
const SOURCE = choice('source', SOURCES, { needed: true, word: 'book.source', write: (data, source) => asSource(data, source) })
const OF_SOURCE: Record<string, Field[]> = {
  judged: [...PANEL, choice('view', ['sheet', 'batch', 'flash']), choice('entry', ['aspects', 'total'], { write: (data, entry) => (entry === 'total' ? { ...data, entry } : without(data, 'entry', 'step')) }),
    number('step', { word: 'entry.step', when: ({ entry }) => entry === 'total' })],
  derived: [line('formula', NEEDED)],
  votes: [VOTES],
  ballot: [BALLOT],
}

/** Where lines lie in the part, they are marked by judges: it cannot become another kind of part before they are gone. */
export const ofPart = (data: Mapping, empty: boolean): Field[] => [
  ...(empty ? [SOURCE] : []),
  ...(OF_SOURCE[String(data.source ?? 'judged')] ?? []),
  number('pass_mark'),
  flag('known_by_name'),
  TIME,
]

const byGiven = (data: Mapping) => (data.per === 'given' ? 'max' : 'points')
const PENALTIES = rows('penalties', [
  NAME,
  choice('per', ['once', 'count', 'given'], { needed: true, write: (data, per) => ({ ...without(data, 'points', 'max'), per, [per === 'given' ? 'max' : 'points']: data[byGiven(data)] ?? '1' }) }),
  number('points', { ...NEEDED, word: 'penalty.points', keyOf: byGiven }),
  choice('part', [], { from: 'parts', word: 'penalty.part' }),
], { name: { zh: '', en: '' }, per: 'count', points: '1' }, { ids: 'penalty-' })

const STAGES = ['aspect', 'judges', 'factor', 'part', 'weighted', 'total']
const ROUNDING = group('rounding', STAGES.map((stage) => dug(stage, 'digits', {
  word: `book.stage.${stage}`,
  write: (data, value) => (value.trim() ? { ...data, [stage]: { mode: 'half_up', ...inner(data, stage), digits: counted(value) } } : without(data, stage)),
})), {}, { needed: true, word: 'book.rounding' })

const TIES = rows('ties', [
  choice('by', ['part', 'time', 'fewer_penalties', 'unrounded_total', 'lot', 'chief', 'shared'], { word: 'book.tie', needed: true, write: (_, by) => (by === 'part' || by === 'time' ? { by, part: '' } : { by }) }),
  choice('part', [], { from: 'parts', word: 'book.level.0', needed: true, when: ({ part }) => part !== undefined }),
], { by: 'shared' }, { word: 'book.ties' })

const SIZES = ['count', 'percent', 'threshold'] as const
const sizeOf = (award: Mapping): string => SIZES.find((size) => award[size] != null) ?? ''
const AWARDS = rows('awards', [
  NAME,
  choice('size', SIZES, { word: 'book.size', needed: true, read: sizeOf, write: (award, size) => ({ ...without(award, ...SIZES), [size]: award[sizeOf(award)] ?? '' }) }),
  whole('count', { word: 'book.award.size', needed: true, keyOf: sizeOf, when: (award) => sizeOf(award) !== '' }),
  flag('requires_pass'),
  number('money'),
], { name: { zh: '', en: '' }, count: 1 }, { ids: 'award-', word: 'book.awards', conditions: ['when', 'where', 'limits', 'from_rank', 'to_rank'] })

const PROMOTION = group('promotion', [
  rows('levels', [NAME], { name: { zh: '', en: '' } }, { ...NEEDED, ids: 'level-' }),
  rows('steps', [whole('from_rank'), whole('to_rank'), number('percent'), { key: 'held', word: 'held', as: 'some', from: 'levels' }, choice('to', [], { from: 'levels', needed: true })], { to: '' }, { ...NEEDED, word: 'promotion.steps' }),
  number('least_total'),
  rows('least_parts', [PART, number('points', { ...NEEDED, word: 'gives' })], { part: '', points: '' }),
  choice('base', ['entered', 'ranked']),
], { levels: [], steps: [] })

/** The rules of the item that are written outside of the outline, section by section. */
export const SECTIONS: { word: string; of: Field[] }[] = [
  { word: 'item', of: [choice('ranks', ['person', 'team', 'work']), flag('sealed'), choice('weighting', ['percent', 'sum'])] },
  { word: 'rounding', of: [ROUNDING] },
  { word: 'penalties', of: [PENALTIES] },
  { word: 'ties', of: [TIES] },
  { word: 'awards', of: [AWARDS] },
  { word: 'promotion', of: [PROMOTION] },
]

/** Every field of a line, those in the outline too. */
export const fieldsOf = (level: number, data: Mapping): Field[] => [...IN_OUTLINE, ...(level === 0 ? ofPart(data, true) : level === 1 ? CRITERION : ofAspect(data))]
