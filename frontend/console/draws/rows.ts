/** What people type or paste as a table of a draw: a line a row, a number and what it drew. Pure. */
import type { Row } from './types.ts'

export function rowsOf(text: string): Row[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [given = '', ...rest] = line.split(/[\s,，;；]+/)
      return { given, drawn: rest.join(' ').trim() }
    })
}

/** Where a fault lies, as people count: `rows[3].drawn` is line 4; a cell stays a cell. */
export function placeOf(place: string): number | string {
  const line = /^rows\[(\d+)\]/.exec(place)?.[1]
  return line === undefined ? place : Number(line) + 1
}

/** `8 8 7` as sizes; null where something is no whole number. */
export function sizesOf(text: string): number[] | null {
  const bits = text.split(/[\s,，、+]+/).filter(Boolean)
  return bits.every((bit) => /^[1-9]\d{0,3}$/.test(bit)) ? bits.map(Number) : null
}
