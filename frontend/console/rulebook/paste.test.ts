import { describe, expect, it } from 'vitest'
import { cellsOf, isTable, pasted, placed } from './paste.ts'
import { line, nameOf, type Line } from './tree.ts'

const name = (zh: string) => ({ zh, en: zh })
const LINES = [
  line(0, { id: 'p1', name: name('操作'), source: 'judged' }),
  line(1, { id: 'c1', name: name('墙面') }),
  line(2, { id: 'a1', name: name('平整度'), kind: 'points', max: '10', step: '0.5' }),
  line(2, { id: 'a2', name: name('阴阳角'), kind: 'check', max: '5' }),
  line(1, { id: 'c2', name: name('地面') }),
]
const table = (...rows: string[]) => rows.join('\r\n') + '\r\n'
const told = (lines: Line[] | null) => lines?.map(({ level, data }) => `${'  '.repeat(level)}${nameOf(data).zh} ${data.max ?? ''}`.trimEnd())
const put = (text: string, n: number) => placed(LINES, n, pasted(text, LINES, n).lines)

describe('cells', () => {
  it('are read as spreadsheets copy them, line ends inside a cell too', () => {
    expect(cellsOf('a\tb\r\n"c\n""d"""\t\r\n')).toEqual([['a', 'b'], ['c\n"d"', '']])
    expect(isTable('平整度\r\n')).toBe(false)
    expect(isTable('平整度\t10')).toBe(true)
  })
})

describe('pasted cells', () => {
  it('become aspects right below an aspect, with names, points and kinds', () => {
    expect(told(put(table('灰缝\t10\t按处扣分', '清理\t５分\t合格与否'), 2))).toEqual(['操作', '  墙面', '    平整度 10', '    灰缝 10', '    清理 5', '    阴阳角 5', '  地面'])
    const [faults, check] = pasted(table('灰缝\t10\t按处扣分', '清理\t５分\t合格与否'), LINES, 2).lines
    expect(faults!.data).toEqual({ id: 'a3', name: { zh: '灰缝', en: '' }, kind: 'faults', max: '10', per_fault: '1' })
    expect(check!.data).toEqual({ id: 'a4', name: { zh: '清理', en: '' }, kind: 'check', max: '5' })
  })

  it('follow their heads, in either language', () => {
    const { lines, bad, left } = pasted(table('No.\tAspect description\tMax mark\tType\tHelp\tTool', '1\tJoints\t2.50\tJ\tEven joints\tRule'), LINES, 2)
    expect(lines[0]!.data).toMatchObject({ name: { zh: 'Joints', en: '' }, kind: 'judgement', max: '2.5', help: name('Even joints') })
    expect([bad, left]).toEqual([[], ['Tool']])
  })

  it('make a criterion of a name alone, behind the criterion one is in', () => {
    expect(told(put(table('清场', '工完场清\t6', '工具归位\t4'), 2))).toEqual(['操作', '  墙面', '    平整度 10', '    阴阳角 5', '  清场', '    工完场清 6', '    工具归位 4', '  地面'])
  })

  it('make a criterion of each name in a column of criteria, merged cells or not', () => {
    const sheet = table('序号\t评分项\t评分点\t配分（分）\t评分标准', '1\t砌筑\t垂直度\t10\t偏差 3 mm 内', '2\t\t水平度\t8\t', '3\t清场\t场地\t2\t', '\t合计\t\t20\t')
    const { lines, left } = pasted(sheet, LINES, 4)
    expect(told(lines)).toEqual(['  砌筑', '    垂直度 10', '    水平度 8', '  清场', '    场地 2'])
    expect(left).toEqual(['合计'])
    expect(lines[1]!.data.help).toEqual(name('偏差 3 mm 内'))
  })

  it('make parts where they have a weight', () => {
    const next = put(table('部分\t权重\t满分', '理论\t30%\t100', '实操\t70%\t50'), 2)
    expect(told(next)?.slice(-2)).toEqual(['理论', '实操'])
    expect(next!.at(-2)!.data).toMatchObject({ weight: '30', out_of: '100', source: 'judged' })
  })

  it('stay as a mere list of names at the level one is at', () => {
    expect(told(put(table('一', '二'), 3))).toEqual(['操作', '  墙面', '    平整度 10', '    阴阳角 5', '    一 10', '    二 10', '  地面'])
    expect(told(put(table('一', '二'), 0))?.slice(0, 3)).toEqual(['操作', '  一', '  二'])
  })

  it('are given a criterion where they would lie in none', () => {
    expect(told(put(table('清理\t5'), 0))?.slice(0, 3)).toEqual(['操作', '  操作', '    清理 5'])
  })

  it('say tolerances of what is measured', () => {
    const { lines } = pasted(table('名称\t分值\t标准值\t允许偏差\t单位\t每超一单位扣', '长度\t10\t1865\t5\tmm\t2'), LINES, 2)
    expect(lines[0]!.data).toMatchObject({ kind: 'measured', nominal: '1865', tolerance: '5', unit: 'mm', per_unit: '2', readings: 1 })
  })

  it('name every cell that cannot be read, and keep what it says', () => {
    const { lines, bad } = pasted(table('名称\t分值\t类型', '灰缝\t十分\t打分', `${'长'.repeat(81)}\t5\t抽检`), LINES, 2)
    expect(bad).toEqual([
      { row: 2, column: 2, text: '十分', why: 'number' },
      { row: 3, column: 1, text: '长'.repeat(81), why: 'long' },
      { row: 3, column: 3, text: '抽检', why: 'kind' },
    ])
    expect(lines.map(({ data }) => [data.kind, data.max])).toEqual([['points', '十分'], ['points', '5']])
  })

  it('have no place where nobody marks', () => {
    const theory = [line(0, { id: 'p1', source: 'imported' })]
    expect(placed(theory, 0, pasted(table('灰缝\t10'), theory, 0).lines)).toBeNull()
    expect(placed(theory, 0, [])).toBeNull()
  })
})
