/** What the editor offers beside the outline, line by line; the item's other rules are in sections.ts. Pure data, and what goes with a choice. */
import { choice, counted, flag, group, line, list, NAME, NEEDED, number, round, rows, whole, type Field } from './fields.ts'
import { asSource, KINDS, without, type Kind, type Mapping } from './tree.ts'

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
  whole('readings', { usual: 1 }),
  choice('way', ['ladder', 'per_unit', 'outside'], { read: wayOf, write: asWay }),
  rows('ladder', [number('upto', NEEDED), number('points', { ...NEEDED, word: 'gives' })], { upto: '', points: '' }, { ...NEEDED, ...isWay('ladder') }),
  choice('pick', ['worst', 'mean'], isWay('ladder')),
  number('tolerance', { ...NEEDED, ...isWay('per_unit', 'outside') }),
  number('per_unit', { ...NEEDED, ...isWay('per_unit') }),
  number('per_outside', { ...NEEDED, ...isWay('outside') }),
  whole('allowed', { usual: 0, ...isWay('outside') }),
]

const VETO: Field[] = [
  choice('fixes', ['sheet', 'part', 'void'], { needed: true, write: asFixing }),
  number('at', { ...NEEDED, when: ({ fixes }) => fixes !== 'void' }),
  choice('bound', ['exactly', 'at_most'], { when: ({ fixes }) => fixes !== 'void' }),
  whole('needs', { usual: 1, when: ({ fixes }) => fixes !== 'sheet' }),
]

const TAKES = number('points', { ...NEEDED, word: 'takes' })
const OF_KIND: Record<Kind, Field[]> = {
  points: [number('min', { usual: 0 })],
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

export const CRITERION: Field[] = [number('factor', { usual: 1 })]
export const ofAspect = (data: Mapping): Field[] => [...(OF_KIND[data.kind as Kind] ?? []), ...(data.kind === 'veto' ? [] : CRITERION), { key: 'help', word: 'help', as: 'long' }]

const COUNT = choice('count', ['started', 'whole'])
const RATE = [TAKES, whole('seconds', { usual: 60 }), COUNT]
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
  group('early', [number('points', { ...NEEDED, word: 'adds' }), whole('seconds', { usual: 60 }), COUNT, number('cap', { word: 'early.cap' })], { points: '1' }),
  number('give_back'),
], { limit: '60', per_started_minute: '1' })

const VOTES = group('votes', [
  choice('scale', ['ratio', 'share', 'places'], { write: (data, scale) => (scale === 'places' ? { ...without(data, 'cap'), scale, points: data.points ?? ['10'] } : { ...without(data, 'points'), scale }) }),
  rows('channels', [NAME, number('weight', { word: 'channel.weight' })], { name: { zh: '', en: '' }, weight: '' }, { ...NEEDED, ids: 'c' }),
  number('cap', { word: 'channel.cap', when: ({ scale }) => scale !== 'places' }),
  list('points', { ...NEEDED, word: 'place.points', when: ({ scale }) => scale === 'places' }),
], {}, NEEDED)

const BALLOT = group('ballot', [
  choice('kind', ['choose', 'each'], { word: 'ballot.kind', needed: true, write: (data, kind) => (kind === 'each' ? { ...without(data, 'choose'), kind } : { ...data, kind, choose: data.choose ?? 1 }) }),
  whole('members', NEEDED),
  whole('choose', { ...NEEDED, when: ({ kind }) => kind === 'choose' }),
  number('quorum', { usual: 50 }),
  choice('of', ['present', 'all', 'valid']),
  number('passes'),
  flag('over', { usual: true, word: 'passes.over' }),
], {}, NEEDED)

const inner = (data: Mapping, key: string): Mapping => (data[key] ?? {}) as Mapping
const isAlone = (data: Mapping) => inner(data, 'panel').by === 'joint' || Number(inner(data, 'panel').judges) < 2

/** More than one sheet has to become one: by the mean, unless somebody says otherwise; one sheet needs no rule. */
function withPanel(data: Mapping, patch: Mapping): Mapping {
  const panel: Mapping = { judges: 1, by: 'all', ...inner(data, 'panel'), ...patch }
  const { method } = inner(data, 'combine')
  const next = { ...data, panel }
  const isMany = method !== undefined && method !== 'single'
  if (isAlone(next)) return isMany ? without(next, 'combine') : next
  return isMany ? next : { ...next, combine: { ...inner(data, 'combine'), method: 'mean' } }
}

/** What only some of the ways of combining ask for. */
const BEGUN: Record<string, Mapping> = { trimmed_mean: { low: 1, high: 1 }, majority: { points: ['10', '8', '6'] }, place_points: { points: ['10', '8', '6'] } }

function asMethod(data: Mapping, method: string): Mapping {
  const was = inner(data, 'combine')
  const rest = without(was, 'low', 'high', 'none_below', 'fallback', 'factor', 'points')
  return { ...data, combine: { ...rest, method, ...BEGUN[method], ...(was.points && BEGUN[method]?.points ? { points: was.points } : {}) } }
}

/** Asked for where more than one sheet comes together, in one of these ways. */
const by = (...methods: string[]) => ({ when: (data: Mapping) => !isAlone(data) && (!methods.length || methods.includes(String(inner(data, 'combine').method))) })
const asAction = (data: Mapping, action: string): Mapping =>
  action === 'again' ? { ...data, action } : { ...without(data, 'action', 'rounds'), ...(action === 'flag' ? {} : { action }) }

const SPREAD = group('combine.spread', [
  number('apart', NEEDED),
  choice('of', ['values', 'judgement'], { word: 'spread.of' }),
  choice('between', ['extremes', 'middle']),
  choice('action', ['flag', 'mean_of_all', 'again'], { write: asAction }),
  whole('rounds', { when: ({ action, rounds }) => action === 'again' || rounds != null }),
  rows('bands', [number('least', { ...NEEDED, word: 'spread.from' }), number('apart', NEEDED)], { least: '', apart: '' }, { word: 'spread.bands' }),
], { apart: '' }, { word: 'spread', ...by() })

const ADJUST = group('adjust', [
  choice('method', ['z_score', 'mean_shift'], { ...NEEDED, word: 'adjust.method' }),
  whole('least', { word: 'adjust.least', usual: 5 }),
  round('rounding', { ...NEEDED, word: 'adjust.rounding' }),
], { method: 'z_score', assigned: 'random', rounding: { digits: 2, mode: 'half_up' } }, { why: 'adjust', when: (data) => inner(data, 'panel').by !== 'joint' || data.adjust != null })

const PANEL: Field[] = [
  whole('panel.judges', { word: 'book.judges', late: true, write: (data, value) => withPanel(data, { judges: counted(value) }) }),
  choice('panel.by', ['all', 'station', 'joint'], { word: 'book.by', write: (data, by) => withPanel(data, { by }) }),
  choice('combine.method', ['mean', 'trimmed_mean', 'median', 'sum', 'consensus', 'majority', 'place_points'], { ...NEEDED, word: 'book.method', write: asMethod, ...by() }),
  list('combine.points', { ...NEEDED, word: 'place.points', ...by('majority', 'place_points') }),
  whole('combine.low', { word: 'book.low', usual: 1, ...by('trimmed_mean') }),
  whole('combine.high', { word: 'book.high', usual: 1, ...by('trimmed_mean') }),
  whole('combine.none_below', { word: 'none_below', ...by('trimmed_mean') }),
  whole('combine.low', { word: 'sum.low', usual: 0, ...by('sum') }),
  whole('combine.high', { word: 'sum.high', usual: 0, ...by('sum') }),
  number('combine.factor', { word: 'sum.factor', usual: 1, ...by('sum') }),
  choice('combine.level', ['sheet', 'criterion', 'aspect'], { word: 'level', ...by() }),
  choice('combine.missing', ['block', 'given', 'replaced'], { word: 'missing', ...by() }),
  whole('combine.least', { word: 'missing.least', usual: 1, when: (data) => !isAlone(data) && String(inner(data, 'combine').missing ?? 'block') !== 'block' }),
  SPREAD,
]

/** How a part is rounded where the item says otherwise. */
const ROUNDING = group('rounding', ['aspect', 'judges', 'factor', 'part'].map((stage) => round(stage, { word: `book.stage.${stage}` })), {}, { word: 'part.rounding', why: 'rounding' })

const SOURCES = ['judged', 'imported', 'derived', 'votes', 'ballot'] as const
const SOURCE = choice('source', SOURCES, { needed: true, word: 'book.source', write: (data, source) => asSource(data, source) })
const OF_SOURCE: Record<string, Field[]> = {
  judged: [...PANEL, ADJUST, choice('view', ['sheet', 'batch', 'flash']), choice('entry', ['aspects', 'total'], { write: (data, entry) => (entry === 'total' ? { ...data, entry } : without(data, 'entry', 'step')) }),
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
  ROUNDING,
]

/** Every field of a line, those in the outline too. */
export const fieldsOf = (level: number, data: Mapping): Field[] => [...IN_OUTLINE, ...(level === 0 ? ofPart(data, true) : level === 1 ? CRITERION : ofAspect(data))]
