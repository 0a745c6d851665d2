/**
 * Cells copied from Excel or WPS as lines of the outline. Pure. A first row of heads says what the columns are, in either
 * language; without one they are known by what stands in them. Nothing is left out silently: what cannot be read is named.
 */
import { dec, numberFault, show } from '../../judge/decimal.ts'
import { counted } from './fields.ts'
import { asKind, fresh, inside, isSound, nameOf, spliced, startOf, without, type Kind, type Level, type Line, type Mapping } from './tree.ts'

type Column = 'level' | 'criterion' | 'zh' | 'en' | 'kind' | 'max' | 'step' | 'weight' | 'help' | 'unit' | 'nominal' | 'tolerance' | 'per_unit' | 'readings' | 'factor' | 'rest' | 'skip'

/** `row` and `column` count from 1; `why` is a message of the catalogue, scheme.paste.<why>. */
export interface BadCell { row: number; column: number; text: string; why: 'number' | 'kind' | 'long' | 'level' | 'rest' }
/** `left`: what was left out, heads that nobody knows and rows of sums; `placed`: whether there was room below the line. */
export interface Pasted { lines: Line[]; bad: BadCell[]; left: string[]; placed: boolean }

/** What columns are called. The words of the workbook and of the sheets that offices have. */
const HEADS: Record<Column, string> = {
  level: '层级|级别|level',
  criterion: '评分项|评分项目|一级指标|评价项目|考核项目|项目|模块|criterion|sub criterion|section',
  zh: '名称|中文名|chinese name|名称中|部分|part|评分点|评分内容|评分要点|考核内容|二级指标|内容|要素|指标|name|name zh|aspect|aspect description|description',
  en: '英文名|名称英|英文|name en|english|english name',
  kind: '类型|评分方式|打分方式|方式|kind|type',
  max: '分值|满分|配分|标准分|最高分|分数|max|max mark|max marks|mark|marks|points',
  step: '间隔|最小间隔|步长|每处扣|step|per fault',
  weight: '权重|weight',
  help: '说明|给裁判的说明|note for judges|评分标准|评分细则|扣分标准|要求|评分说明|help|standard|guidance|requirement|notes for judges',
  unit: '单位|计量单位|unit',
  nominal: '标准值|设计值|nominal|nominal value',
  tolerance: '允许偏差|允许误差|公差|tolerance',
  per_unit: '每超一单位扣|per unit|off for each unit beyond',
  readings: '测点数|点数|测几个点|readings',
  factor: '系数|factor',
  rest: '其他设置|other settings',
  skip: '序号|编号|备注|no|no.|id|#',
}
const KIND_WORDS: Record<Kind, string> = {
  points: '打分|主观|主观分|评分|points|score',
  judgement: '等级|等级 0–3|等级评判|等级评判0–3|评判|判断|judgement|judgement 0–3|judgment|j',
  check: '合格与否|合格不合格|是否|有无|check|yes no|pass fail|m',
  faults: '按处扣分|扣分|逐处扣分|faults',
  measured: '实测|测量|measured|measurement',
  bands: '分档扣分|分档|bands',
  veto: '否定项|否决|一票否决|veto',
}
const LEVELS = ['部分|part|0', '评分项|criterion|sub criterion|1', '评分点|aspect|2']
const SUM = /^(合计|总计|小计|总分|total|sum|subtotal)$/i
const CHINESE = /[\u3400-\u9fff]/
const LONGEST = { zh: 80, en: 80, help: 600 } as const
const NUMBERS: readonly Column[] = ['max', 'step', 'weight', 'nominal', 'tolerance', 'per_unit', 'readings', 'factor']

/** Without case, blanks at the ends, brackets and what stands in them: 分值（分） is 分值. */
const same = (text: string) => text.normalize('NFKC').replace(/\s*[(].*?[)]\s*|[:/]/g, ' ').replace(/\s+/g, ' ').trim().toLowerCase()
const among = (words: string, text: string) => words.split('|').includes(same(text))
const find = <T extends string>(table: Record<T, string>, text: string) => (Object.keys(table) as T[]).find((key) => among(table[key], text))
const levelOf = (text: string) => LEVELS.findIndex((words) => among(words, text))

/** A spreadsheet would make a formula or a date of it: it is given an apostrophe when copied, and loses it when pasted. */
export const GUARDED = /^[=+\-@＝＋－＠]|^[\d.,:/%\s年月日−-]+$/

/** A number as offices write one: 10分, 30%, １０, 2.50. */
function numberOf(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s|分$|points?$|marks?$|%$/gi, '')
  return numberFault(plain) ? null : show(dec(plain))
}

/** The cells of a spreadsheet's clipboard: tabs and line ends, and quotes around a cell that holds such. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, bare = '', end] of text.replace(/\r\n?/g, '\n').matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
    rows.at(-1)!.push((quoted?.replaceAll('""', '"') ?? bare).trim())
    if (end === '\n') rows.push([])
    if (!end) break
  }
  while (rows.at(-1)?.every((cell) => !cell)) rows.pop()
  return rows
}

/** Whether it is more than one cell: a text alone goes into the field it was pasted to. */
export const isTable = (text: string): boolean => /[\t\n]/.test(text.trim())

function headed(row: readonly string[]): Column[] | null {
  const known = row.map((cell) => find(HEADS, cell))
  const named = known.filter((each) => each && each !== 'skip')
  if (!named.length || row.some((cell) => numberOf(cell) !== null)) return null
  const columns = known.map((each, n) => (each && known.indexOf(each) === n ? each : 'skip'))
  const only = columns.indexOf('criterion')
  return columns.includes('zh') || only < 0 ? columns : spliced(columns, only, 1, 'zh')
}

/** What a column holds, by half of its cells or more; texts: the name, then one that is not Chinese, then what explains. */
function guessed(rows: string[][]): Column[] {
  const found: Column[] = []
  const width = Math.max(...rows.map((row) => row.length))
  for (let at = 0; at < width; at += 1) found.push(guess(rows.map((row) => row[at] ?? '').filter(Boolean), found))
  return found
}

function guess(cells: string[], before: Column[]): Column {
  const most = (is: (cell: string) => unknown) => cells.length > 0 && cells.filter(is).length * 2 >= cells.length
  const first = (...columns: Column[]) => columns.find((each) => !before.includes(each)) ?? 'skip'
  if (!before.length && most((cell) => /^\d+[.、]?$/.test(cell)) && cells.every((cell, n) => parseInt(cell) === n + 1)) return 'skip'
  if (most((cell) => levelOf(cell) >= 0 && !numberOf(cell))) return first('level')
  if (most((cell) => find(KIND_WORDS, cell))) return first('kind')
  if (most(numberOf)) return first('max', 'step')
  if (before.includes('zh') && cells.length && !cells.some((cell) => CHINESE.test(cell))) return first('en', 'help')
  return cells.length ? first('zh', 'help') : 'skip'
}

/** What stands in a row, column by column; what cannot be read goes to `bad`. */
function readRow(cells: readonly string[], columns: readonly Column[], row: number) {
  const bad: BadCell[] = []
  const text = (column: Column) => {
    const cell = cells[columns.indexOf(column)] ?? ''
    return cell[0] === "'" && GUARDED.test(cell.slice(1)) ? cell.slice(1) : cell
  }
  const fault = (column: Column, why: BadCell['why']) => void bad.push({ row, column: columns.indexOf(column) + 1, text: text(column), why })

  return {
    bad,
    text,
    figures: NUMBERS.some(text) || text('kind') !== '',

    /** The number; what is none stays as it is, to be mended in its field. */
    number(column: Column): string {
      const read = text(column) && numberOf(text(column))
      if (read === null) fault(column, 'number')
      return read ?? text(column)
    },

    words(column: 'zh' | 'en' | 'help'): string {
      if (text(column).length > LONGEST[column]) fault(column, 'long')
      return text(column).slice(0, LONGEST[column])
    },

    /** What the other columns do not say, as copy.ts wrote it; null takes a key away. */
    rest(): Mapping {
      try {
        const said = JSON.parse(text('rest') || '{}') as Mapping | null
        if (said && typeof said === 'object' && !Array.isArray(said)) return without(said, 'criteria', 'aspects')
      } catch {
        // half a cell
      }
      fault('rest', 'rest')
      return {}
    },

    kind(): Kind {
      const found = find(KIND_WORDS, text('kind'))
      if (text('kind') && !found) fault('kind', 'kind')
      return found ?? (text('tolerance') ? 'measured' : 'points')
    },

    /** As it is said; else a weight makes a part, and a name without any figure a criterion, where others have one. */
    level(figures: boolean, usual: Level): Level {
      const level = levelOf(text('level'))
      if (text('level') && level < 0) fault('level', 'level')
      if (level >= 0) return level as Level
      return text('weight') ? 0 : this.figures ? 2 : figures ? 1 : usual
    },
  }
}
type Row = ReturnType<typeof readRow>

/** The part that line `n` is in, with all that lies in it. */
function partOf(lines: Line[], n: number): Line[] {
  const start = startOf(lines, n)
  return start < 0 ? [] : lines.slice(start, start + 1 + inside(lines, start))
}

/** The lines that the cells say, to stand below line `n`. */
export function pasted(text: string, lines: Line[], n: number): Omit<Pasted, 'placed'> {
  const cells = cellsOf(text)
  const heads = headed(cells[0] ?? [])
  const body = heads ? cells.slice(1) : cells
  const columns = heads ?? guessed(body)
  const left = heads ? cells[0]!.filter((cell, at) => heads[at] === 'skip' && cell && !find(HEADS, cell)) : []
  const rows = body.map((row, at) => readRow(row, columns, at + (heads ? 2 : 1)))
  const figures = rows.some((row) => row.figures)
  const usual = Math.max(1, lines[n]?.level ?? 1) as Level
  const made: Line[] = []
  let criterion = ''
  /** Whether another line of its level bears that id already, for a part anywhere, for what lies in one there. */
  const taken = (level: Level, id: unknown): boolean => {
    const start = startOf(made, made.length - 1)
    const beside = level === 0 ? [...lines, ...made] : start < 0 ? [...partOf(lines, n), ...made] : made.slice(start)
    return beside.some((each) => each.level === level && each.data.id === id)
  }
  const add = (level: Level, data: (begun: Mapping) => Mapping) => {
    const begun = fresh([...lines, ...made], level)
    made.push({ ...begun, data: data(begun.data) })
  }
  for (const row of rows) {
    const copied = row.text('rest') !== ''
    const name = { zh: row.words('zh'), en: row.words('en') }
    const above = row.text('criterion')
    if (!copied && SUM.test(same(name.zh || above))) left.push(name.zh || above)
    else {
      if (above && above !== criterion) add(1, (data) => ({ ...data, name: { zh: above.slice(0, LONGEST.zh), en: '' } }))
      criterion = above || criterion
      if (name.zh || name.en || copied) add(row.level(figures, usual), (data) => over(said(row, { ...data, name }), row.rest(), taken))
    }
  }
  return { lines: made, bad: rows.flatMap((row) => row.bad), left }
}

/** The line with what else was copied of it; its id too, as long as nobody else has it. */
function over(data: Mapping, rest: Mapping, taken: (level: Level, id: unknown) => boolean): Mapping {
  const level = 'source' in data ? 0 : 'kind' in data ? 2 : 1
  const gone = Object.keys(rest).filter((key) => rest[key] === null)
  return { ...without({ ...data, ...rest }, ...gone), id: rest.id == null || taken(level, rest.id) ? data.id : rest.id }
}

/** What a row says of its line, over what such a line begins with. */
function said(row: Row, data: Mapping): Mapping {
  const numbers = (...columns: Column[]) => Object.fromEntries(columns.map((column) => [column, row.number(column)]).filter(([, value]) => value))
  if ('source' in data) return { ...data, ...numbers('weight'), ...(row.text('max') ? { out_of: row.number('max') } : {}) }
  if (!('kind' in data)) return { ...data, ...numbers('factor') }
  const kind = row.kind()
  const made = { ...asKind(data, kind), ...numbers('max', 'factor') }
  const help = row.words('help')
  if (help) made.help = { zh: help, en: help }
  if (row.text('step') && (kind === 'points' || kind === 'faults')) made[kind === 'points' ? 'step' : 'per_fault'] = row.number('step')
  return kind === 'measured' ? { ...made, ...numbers('nominal', 'tolerance', 'per_unit'), ...(row.text('readings') ? { readings: counted(row.number('readings')) } : {}), ...(row.text('unit') ? { unit: row.text('unit') } : {}) } : made
}

/** The outline with these lines below line `n`, behind all that lies deeper than they do; null where they have no place. */
export function placed(lines: Line[], n: number, come: Line[]): Line[] | null {
  if (!come.length) return null
  const top = Math.min(...come.map(({ level }) => level))
  let at = n + 1
  while (lines[at] && lines[at]!.level > top) at += 1
  const before = lines[at - 1]
  const holder = come[0]!.level === 2 && (!before || before.level === 0) ? fresh([...lines, ...come], 1) : null
  const own = holder ? [{ ...holder, data: { ...holder.data, name: nameOf(before?.data ?? {}) } }, ...come] : come
  const next = spliced(lines, at, 0, ...own)
  return isSound(next) ? next : null
}
