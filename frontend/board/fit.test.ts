import { describe, expect, it } from 'vitest'
import { fit, fitUnit } from './fit.ts'

/** Every letter is as wide as it is high; a thin one, half. */
const measure = (text: string, size: number) =>
  [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 0x2e80 ? size / 2 : size), 0)
const sizes = { size: 50, small: 30, unit: 30, gap: 20 }
const at = (name: string, unit: string | null, width = 600) => fit(name, unit, width, sizes, measure)

describe('a name and its unit', () => {
  it('stand in full when there is room', () => {
    expect(at('王建国', '大同二建公司')).toEqual({ lines: ['王建国'], size: 50, unit: '大同二建公司' })
  })

  it('cut the unit before the name', () => {
    expect(at('欧阳娜娜', '大同市云冈区建筑工程有限责任公司')).toEqual({
      lines: ['欧阳娜娜'],
      size: 50,
      unit: '大同市云冈区建筑工程',
    })
  })

  it('set a long name smaller, and then in two lines, broken at its ·', () => {
    expect(at('阿卜杜热合曼·阿卜力克木江', null)).toMatchObject({ lines: ['阿卜杜热合曼·阿卜力克木江'], size: 48 })
    expect(at('阿卜杜热合曼·阿卜力克木江', '新疆建工', 400)).toMatchObject({
      lines: ['阿卜杜热合曼·', '阿卜力克木江'],
      unit: '新疆建工',
    })
  })

  it('never run over, whatever they are', () => {
    const names = ['王', '买买提艾力·阿不都热合曼·吾斯曼', 'Muhammad Abdurrahman Al-Rashid', '大同市第二建筑工程有限责任公司第一代表队']
    for (const name of names) {
      for (let width = 150; width < 900; width += 10) {
        const { lines, size, unit } = at(name, '山西省大同市云冈区建筑工程集团有限责任公司', width)
        const taken = Math.max(...lines.map((line) => measure(line, size)))
        expect(taken + (unit ? sizes.gap + measure(unit, sizes.unit) : 0)).toBeLessThanOrEqual(width)
      }
    }
  })
})

describe('a unit', () => {
  const cut = (unit: string, letters: number) => fitUnit(unit, letters * 30, 30, measure)

  it('loses its legal form first, then its end', () => {
    const unit = '大同二建集团有限责任公司'
    expect(cut(unit, 12)).toBe(unit)
    expect(cut(unit, 11)).toBe('大同二建')
    expect(cut(unit, 3.5)).toBe('大同二…')
    expect(cut(unit, 1)).toBe('')
  })

  it('loses an English legal form the same way', () => {
    expect(cut('Datong Building Co., Ltd.', 10)).toBe('Datong Building')
  })
})
