/** The part that a judge will have, made of an outline that is still being written. Pure. */
import { add, compare, dec, numberFault, show, ZERO } from '../../judge/decimal.ts'
import type { Aspect, Criterion, Part, Rounding } from '../../judge/types.ts'
import type { Text } from '../../shared/i18n.ts'
import { bookOf, inside, isJudged, nameOf, startOf, type Line, type Mapping } from './tree.ts'
import type { Book } from './types.ts'

const NUMBERS = ['min', 'step', 'nominal', 'tolerance', 'per_unit', 'per_fault', 'per_outside', 'factor', 'most', 'at', 'upto', 'off', 'points']
const LISTS = ['ladder', 'bands']
const MOST_READINGS = 100

const reads = (value: unknown): value is string => typeof value === 'string' && numberFault(value) === null
const listed = (value: unknown): Mapping[] => (Array.isArray(value) ? (value as Mapping[]) : [])

/** Without what cannot be read yet: half a number must not stop the sheet that is looked at. */
function readable(data: Mapping): Mapping {
  const kept = Object.entries(data).filter(([key, value]) => !NUMBERS.includes(key) || reads(value))
  const made: Mapping = Object.fromEntries(kept)
  for (const key of LISTS) if (made[key]) made[key] = listed(made[key]).map(readable).filter((row) => 'points' in row && ('upto' in row || 'off' in row))
  if ('kind' in made) made.max = reads(made.max) ? made.max : '0'
  const readings = Number(made.readings ?? 1)
  if ('readings' in made && !(Number.isInteger(readings) && readings > 0 && readings <= MOST_READINGS)) delete made.readings
  return made
}

function rounding(rules: unknown): Rounding | undefined {
  const { digits, mode } = (rules ?? {}) as Partial<Rounding>
  return Number.isInteger(digits) && digits! >= 0 && digits! <= 9 ? { digits: digits!, mode: mode ?? 'half_up' } : undefined
}

/** One number for the whole part, as contest/scoring/rulebook_total.py makes it; its aspects stand beside it as words. */
function totalled(part: Mapping, criteria: Criterion[], out_of: string): Criterion[] {
  const aspects = criteria.flatMap((criterion) => criterion.aspects)
  const steps = aspects.flatMap(({ step }) => (step ? [step] : [])).sort((a, b) => compare(dec(a), dec(b)))
  const step = reads(part.step) ? part.step : steps[0]
  const told = (side: keyof Text) => aspects.map(({ name, max }) => `${nameOf({ name })[side]} ${max}`).join(side === 'zh' ? '、' : ', ')
  const max = out_of || show(aspects.reduce((sum, one) => add(sum, dec(one.max)), ZERO))
  const one: Aspect = { id: 'total', name: nameOf(part), kind: 'points', max, help: { zh: told('zh'), en: told('en') }, ...(step ? { step } : {}) }
  return [{ id: 'total', name: nameOf(part), aspects: [one] }]
}

/** The part that line `n` is in, as a judge's page knows it; null where nobody marks it. `out_of`: what its scheme comes to. */
export function partAt(rules: Book, lines: Line[], n: number, out_of: (start: number) => string): Part | null {
  const start = startOf(lines, n)
  const own = start < 0 ? [] : lines.slice(start, start + 1 + inside(lines, start))
  if (!own[0] || !isJudged(own[0].data)) return null
  const [made = {}] = bookOf({}, own).parts as Mapping[]
  const criteria = listed(made.criteria).map((each) => ({ ...readable(each), aspects: listed(each.aspects).map(readable) }) as unknown as Criterion)
  const stages = { ...(rules.rounding as Mapping | undefined), ...(made.rounding as Mapping | undefined) }
  const shown = made.entry === 'total' && criteria.length ? totalled(made, criteria, out_of(start)) : criteria
  return { ...made, criteria: shown, stages: { aspect: rounding(stages.aspect), factor: rounding(stages.factor) }, out_of: out_of(start) } as unknown as Part
}
