import { expect, test } from 'vitest'
import { compare, dec } from './decimal.ts'
import { aspectsOf } from './marks.ts'
import type { Marks, Part } from './types.ts'
import { criterionWorth, runningTotal, worth, type Worth } from './worth.ts'
import table from './worths.json'

type Sheet = { marks: Marks; aspects: string[]; criteria: string[]; total: string }
type Case = { part: Part; sheets: Sheet[] }

const same = (shown: Worth | null, figure: string) => shown !== null && shown.exact && compare(shown.value, dec(figure)) === 0

test.each(table as unknown as Case[])('a preview is digit for digit what the server computes: $part.stages.aspect.mode', ({ part, sheets }) => {
  expect(sheets.length).toBeGreaterThan(5)
  for (const { marks, aspects, criteria, total } of sheets) {
    for (const [n, aspect] of aspectsOf(part).entries()) {
      expect([aspect.id, same(worth(aspect, marks[aspect.id], part.stages), aspects[n]!)]).toEqual([aspect.id, true])
    }
    for (const [n, criterion] of part.criteria.entries()) {
      expect([criterion.id, same(criterionWorth(criterion, marks, part.stages), criteria[n]!)]).toEqual([criterion.id, true])
    }
    expect(same(runningTotal(part, marks), total)).toBe(true)
  }
})
