/**
 * Lines of the outline as cells that Excel and WPS show, and that become the same lines again when they are pasted. What
 * no column says stands in the last one. Pure but for the words, which are those of the present language.
 */
import { compare, dec, numberFault } from '../../judge/decimal.ts'
import { pick, t, type Text } from '../../shared/i18n.ts'
import { GUARDED, pasted } from './paste.ts'
import { nameOf, without, type Level, type Line, type Mapping } from './tree.ts'

const said = (key: string) => ({ data }: Line) => String(data[key] ?? '')
const of = (level: Level, cell: (line: Line) => string) => (line: Line) => (line.level === level ? cell(line) : '')
const measured = (key: string) => of(2, (line) => (line.data.kind === 'measured' ? said(key)(line) : ''))

/** The columns, as paste.ts knows them. Those that are always there come first; the others where any line has something. */
const COLUMNS: Record<string, (line: Line) => string> = {
  level: ({ level }) => t(`book.level.${level}`),
  zh: ({ data }) => nameOf(data).zh,
  en: ({ data }) => nameOf(data).en,
  kind: of(2, ({ data }) => t(`book.kinds.${data.kind}`)),
  max: (line) => (line.level === 0 ? said('out_of')(line) : said('max')(line)),
  step: of(2, (line) => said(line.data.kind === 'faults' ? 'per_fault' : line.data.kind === 'points' ? 'step' : '')(line)),
  weight: of(0, said('weight')),
  factor: (line) => (line.level === 0 ? '' : said('factor')(line)),
  unit: measured('unit'),
  nominal: measured('nominal'),
  readings: measured('readings'),
  tolerance: measured('tolerance'),
  per_unit: measured('per_unit'),
  help: of(2, ({ data }) => (data.help ? pick(data.help as Text) : '')),
}
const HEADS: Record<string, string> = { zh: 'book.name.zh', en: 'book.name.en', kind: 'book.kind', max: 'book.max', weight: 'book.weight', level: 'scheme.copy.level', step: 'scheme.copy.step', rest: 'scheme.copy.rest' }
const ALWAYS = ['level', 'zh', 'en', 'kind', 'max', 'step']
const WORDS = ['zh', 'en', 'unit', 'help']

/** One cell: on one line, and nothing that a spreadsheet would reckon with. */
function cell(column: string, text: string): string {
  const flat = text.replace(/[\t\r\n]+/g, ' ')
  return WORDS.includes(column) && GUARDED.test(flat) ? `'${flat}` : flat
}

const isNumber = (value: unknown): value is string => typeof value === 'string' && value !== '' && numberFault(value) === null
const alike = (a: unknown, b: unknown) => (isNumber(a) && isNumber(b) ? compare(dec(a), dec(b)) === 0 : JSON.stringify(a) === JSON.stringify(b))

/** What a line says beyond its cells, from which `told` was read; null for what it does not say. */
function beyond(data: Mapping, told: Mapping): Mapping {
  const own = without(data, 'criteria', 'aspects')
  const rest = Object.entries(own).filter(([key, value]) => key === 'id' || !alike(value, told[key]))
  const gone = Object.keys(told).filter((key) => !(key in own))
  return Object.fromEntries([...rest, ...gone.map((key) => [key, null])])
}

export function copied(lines: readonly Line[]): string {
  const columns = Object.keys(COLUMNS).filter((column) => ALWAYS.includes(column) || lines.some((line) => COLUMNS[column]!(line)))
  const head = [...columns, 'rest'].map((column) => t(HEADS[column] ?? `scheme.${column}`)).join('\t')
  const rows = lines.map((line) => columns.map((column) => cell(column, COLUMNS[column]!(line))))
  const told = pasted([head, ...rows.map((cells) => [...cells, '{}'].join('\t'))].join('\n'), [], -1).lines
  return [head, ...rows.map((cells, n) => [...cells, JSON.stringify(beyond(lines[n]!.data, told[n]?.data ?? {}))].join('\t'))].join('\r\n')
}
