/** The rules of an item that the editor offers outside of its outline, section by section. Pure data, and what goes with a choice. */
import { choice, counted, flag, group, line, list, MODES, NAME, NEEDED, number, round, rows, some, whole, type Field } from './fields.ts'
import { without, type Mapping } from './tree.ts'

const PART = choice('part', [], { from: 'parts', word: 'book.level.0', needed: true })
const ATTRIBUTE = line('attribute', { from: 'attributes', needed: true })

const byGiven = (data: Mapping) => (data.per === 'given' ? 'max' : 'points')
const PENALTIES = rows('penalties', [
  NAME,
  choice('per', ['once', 'count', 'given'], { needed: true, write: (data, per) => ({ ...without(data, 'points', 'max'), per, [per === 'given' ? 'max' : 'points']: data[byGiven(data)] ?? '1' }) }),
  number('points', { ...NEEDED, word: 'penalty.points', keyOf: byGiven }),
  choice('part', [], { from: 'parts', word: 'penalty.part' }),
], { name: { zh: '', en: '' }, per: 'count', points: '1' }, { ids: 'penalty-', ordered: true })

const BOARD = [
  choice('ranking.order', ['descending', 'ascending'], { word: 'order' }),
  choice('ranking.numbering', ['gaps', 'dense'], { word: 'numbering' }),
  number('ranking.band', { word: 'band', usual: 0 }),
  choice('board.while_sealed', ['parts', 'progress'], { word: 'while_sealed' }),
  flag('board.provisional', { word: 'provisional' }),
  whole('board.depth', { word: 'depth', usual: 200 }),
  choice('board.stage', [], { from: 'judged', word: 'stage' }),
  whole('board.hold_first', { word: 'hold_first', usual: 0, when: (rules) => (rules.board as Mapping | undefined)?.stage != null || (rules.board as Mapping | undefined)?.hold_first != null }),
]

const STAGES = ['aspect', 'judges', 'factor', 'part', 'weighted', 'total']
const ROUNDING = group('rounding', STAGES.map((stage) => round(stage, { word: `book.stage.${stage}` })), {}, { needed: true, word: 'book.rounding' })

/** Every rule of the tie chain, with the keys it takes: as contest/scoring/rulebook_rank_build.py reads them. */
const TIE_KEYS: Record<string, readonly string[]> = {
  part: ['part', 'first'],
  parts: ['parts', 'first'],
  time: ['part'],
  times: ['parts'],
  criterion: ['part', 'criterion', 'first'],
  aspect: ['part', 'aspect', 'first'],
  aspects: ['part', 'aspects', 'first'],
  unrounded_total: [],
  next_decimal: ['digits'],
  untrimmed_mean: ['part'],
  count_back: ['part'],
  givers: ['part'],
  fewer_penalties: [],
  attribute: ['attribute', 'first'],
  lot: [],
  chief: [],
  ballot: [],
  shared: [],
}
const BEGUN: Mapping = { part: '', parts: [], criterion: '', aspect: '', aspects: [], digits: 3, attribute: '' }
/** Asked for where the rule takes it, or something stands there. */
const taken = (key: string) => ({ when: (tie: Mapping) => tie[key] != null || !!TIE_KEYS[String(tie.by)]?.includes(key) })

function asTie(tie: Mapping, by: string): Mapping {
  const keys = TIE_KEYS[by] ?? []
  return { by, ...Object.fromEntries(keys.filter((key) => key in BEGUN || tie[key] != null).map((key) => [key, tie[key] ?? BEGUN[key]])) }
}

/** What lies in a part goes when another part is chosen. */
const TIE_PART: Field = { ...PART, ...taken('part'), write: ({ criterion, aspect, aspects, ...tie }, part) => ({
  ...tie, part, ...(criterion == null ? {} : { criterion: '' }), ...(aspect == null ? {} : { aspect: '' }), ...(aspects == null ? {} : { aspects: [] }),
}) }
const TIES = rows('ties', [
  choice('by', Object.keys(TIE_KEYS), { word: 'book.tie', needed: true, write: asTie }),
  TIE_PART,
  some('parts', 'parts', { ...NEEDED, word: 'book.level.0', ...taken('parts') }),
  choice('criterion', [], { from: 'criteria', word: 'book.level.1', needed: true, ...taken('criterion') }),
  choice('aspect', [], { from: 'aspects', word: 'book.level.2', needed: true, ...taken('aspect') }),
  some('aspects', 'aspects', { ...NEEDED, word: 'book.level.2', ...taken('aspects') }),
  whole('digits', { ...NEEDED, ...taken('digits') }),
  { ...ATTRIBUTE, ...taken('attribute') },
  choice('first', ['higher', 'lower'], taken('first')),
], { by: 'shared' }, { word: 'book.ties', ordered: true, flows: true })

const SIZES = ['count', 'percent', 'threshold'] as const
const sizeOf = (award: Mapping): string => SIZES.find((size) => award[size] != null) ?? 'open'
/** How many there are: a number, a share, all from so many points; or as many as the conditions let through. */
const SIZE = [
  choice('size', [...SIZES, 'open'], { word: 'book.size', needed: true, read: sizeOf, write: (award, size) => ({ ...without(award, sizeOf(award)), ...(size === 'open' ? {} : { [size]: award[size] ?? award[sizeOf(award)] ?? '' }) }) }),
  whole('count', { word: 'book.award.size', needed: true, keyOf: sizeOf, when: (award) => sizeOf(award) !== 'open', write: (award, said) => ({ ...award, [sizeOf(award)]: award.count == null ? said.trim() : counted(said) }) }),
]
/** What goes with a share, and a threshold that stands beside a number. */
const CUT = [
  number('threshold', { word: 'award.threshold', when: (award) => sizeOf(award) !== 'threshold' }),
  choice('base', ['entered', 'ranked'], { when: (award) => award.percent != null || award.base != null }),
  choice('rounding', MODES, { word: 'mode', when: (award) => award.percent != null || award.rounding != null }),
  choice('ties', ['at_least', 'at_most'], { word: 'cut' }),
]

const WHERE = rows('where', [
  ATTRIBUTE,
  line('equals'),
  line('other_than'),
  list('one_of'),
  number('least', { word: 'where.least' }),
  number('most', { word: 'where.most' }),
  number('below'),
], { attribute: '' })

const LIMITS = rows('limits', [ATTRIBUTE, whole('most', { ...NEEDED, word: 'limit.most' }), flag('across')], { attribute: 'unit', most: 1 }, {
  more: [rows('others', [line('value', NEEDED), whole('most', { ...NEEDED, word: 'limit.most' })], { value: '', most: '' }), { ...WHERE, word: 'limit.where' }],
})

const AWARDS = rows('awards', [NAME, ...SIZE, number('money')], { name: { zh: '', en: '' }, count: 1 }, {
  ids: 'award-',
  word: 'book.awards',
  ordered: true,
  more: [
    flag('requires_pass'),
    flag('besides'),
    whole('from_rank'),
    whole('to_rank'),
    ...CUT,
    flag('cumulative', { when: (award) => award.percent != null || award.cumulative != null }),
    number('band', { word: 'award.band', usual: 0 }),
    number('least_scale'),
    some('apart_from', 'awards'),
    choice('carry', ['none', 'spare', 'both']),
    choice('listed', ['place', 'strokes']),
    ...['entries_over', 'entries_upto', 'units_over', 'units_upto'].map((size) => whole(`when.${size}`)),
    WHERE,
    LIMITS,
  ],
})

const ADVANCE = group('advance', [
  choice('to', [], { from: 'items', needed: true, word: 'advance.to', write: (data, to) => ({ ...without(data, 'into'), to }) }),
  choice('into', [], { from: 'into' }),
  ...SIZE,
  ...CUT,
  flag('requires_pass'),
], { to: '', count: 1 })

const SCALE = group('scale', [whole('digits', { usual: 0 }), choice('mode', MODES)], { kind: 'robust_700' }, { word: 'figure', why: 'figure' })

const PROMOTION = group('promotion', [
  rows('levels', [NAME], { name: { zh: '', en: '' } }, { ...NEEDED, ids: 'level-', ordered: true }),
  rows('steps', [whole('from_rank'), whole('to_rank'), number('percent'), some('held', 'levels'), choice('to', [], { from: 'levels', needed: true })], { to: '' }, { ...NEEDED, word: 'promotion.steps', ordered: true }),
  number('least_total'),
  rows('least_parts', [PART, number('points', { ...NEEDED, word: 'gives' })], { part: '', points: '' }),
  choice('base', ['entered', 'ranked']),
  choice('rounding', MODES, { word: 'mode' }),
  line('attribute', { from: 'attributes', word: 'promotion.attribute', usual: 'level' }),
  WHERE,
], { levels: [], steps: [] })

export const SECTIONS: { word: string; of: Field[] }[] = [
  { word: 'item', of: [NAME, choice('ranks', ['person', 'team', 'work']), flag('sealed'), choice('weighting', ['percent', 'sum'])] },
  { word: 'board', of: BOARD },
  { word: 'rounding', of: [ROUNDING] },
  { word: 'penalties', of: [PENALTIES] },
  { word: 'ties', of: [TIES] },
  { word: 'awards', of: [AWARDS] },
  { word: 'promotion', of: [PROMOTION] },
  { word: 'advance', of: [ADVANCE] },
  { word: 'scale', of: [SCALE] },
]
