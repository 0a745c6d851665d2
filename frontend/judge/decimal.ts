/** Exact decimals for the preview of a sheet: a scaled BigInt, never a float. The server computes what counts. */

import type { Rounding } from './types.ts'

/** The number units ÷ 10^scale. */
export type Dec = { readonly units: bigint; readonly scale: number }
export type NumberFault = 'decimal_comma' | 'full_width' | 'too_long' | 'not_a_number'

const LONGEST = 24
const PLAIN = /^-?[0-9]+(\.[0-9]+)?$/
const COMMA = /^-?[0-9]*,[0-9]*$/
const FULL_WIDTH = /[０-９．，－＋。]/

export const ZERO: Dec = { units: 0n, scale: 0 }

/** The same refusals as the server's, in the same order. */
export function numberFault(text: string): NumberFault | null {
  if (text.length <= LONGEST && PLAIN.test(text)) return null
  if (text.length > LONGEST) return 'too_long'
  if (FULL_WIDTH.test(text)) return 'full_width'
  return COMMA.test(text) ? 'decimal_comma' : 'not_a_number'
}

/** Throws on anything numberFault names: ask that first. */
export function dec(text: string): Dec {
  const fault = numberFault(text)
  if (fault) throw new Error(`${fault}: ${text}`)
  const [whole = '', part = ''] = text.split('.')
  return { units: BigInt(whole + part), scale: part.length }
}

function unitsAt(x: Dec, scale: number): bigint {
  return x.units * 10n ** BigInt(scale - x.scale)
}

export function add(a: Dec, b: Dec): Dec {
  const scale = Math.max(a.scale, b.scale)
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale }
}

export function negate(x: Dec): Dec {
  return { units: -x.units, scale: x.scale }
}

export function subtract(a: Dec, b: Dec): Dec {
  return add(a, negate(b))
}

export function multiply(a: Dec, b: Dec): Dec {
  return { units: a.units * b.units, scale: a.scale + b.scale }
}

/** −1, 0 or 1. */
export function compare(a: Dec, b: Dec): number {
  const { units } = subtract(a, b)
  return units < 0n ? -1 : units > 0n ? 1 : 0
}

export function magnitude(x: Dec): Dec {
  return x.units < 0n ? negate(x) : x
}

export function larger(a: Dec, b: Dec): Dec {
  return compare(a, b) < 0 ? b : a
}

export function isMultiple(x: Dec, step: Dec): boolean {
  const scale = Math.max(x.scale, step.scale)
  const size = unitsAt(step, scale)
  return size === 0n || unitsAt(x, scale) % size === 0n
}

/** n ÷ d, rounded once as the stage says; `exact` is false when something was cut. */
export function quotient(n: Dec, d: bigint, { digits, mode }: Rounding): { value: Dec; exact: boolean } {
  const top = (n.units < 0n ? -n.units : n.units) * 10n ** BigInt(digits)
  const bottom = d * 10n ** BigInt(n.scale)
  const whole = top / bottom
  const rest = top % bottom
  const units = whole + (isUp(mode, whole, 2n * rest, bottom) ? 1n : 0n)
  return { value: { units: n.units < 0n ? -units : units, scale: digits }, exact: rest === 0n }
}

/** Whether what was cut (half of `twice` ÷ `bottom`) makes the last digit one more, away from zero. */
function isUp(mode: Rounding['mode'], whole: bigint, twice: bigint, bottom: bigint): boolean {
  if (mode === 'up') return twice > 0n
  if (mode === 'down' || mode === 'truncate') return false
  return twice > bottom || (twice === bottom && (mode === 'half_up' || whole % 2n === 1n))
}

export function rounded(x: Dec, rounding: Rounding): Dec {
  return quotient(x, 1n, rounding).value
}

/** As people write it, without needless zeros: 8.50 → 8.5. */
export function show(x: Dec): string {
  let { units, scale } = x
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n
    scale -= 1
  }
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const sign = units < 0n ? '-' : ''
  return scale ? `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}` : sign + digits
}
