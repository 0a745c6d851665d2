/** Judges beside each other: what their figures say. Pure; figures arrive as decimal strings and are only drawn here. */
import type { JudgeLook, JudgesCompared } from './types.ts'

/** The furthest that any sheet lies from the other judges; the strips share this scale. */
export function reach(judges: JudgeLook[]): number {
  return Math.max(1, ...judges.flatMap((judge) => judge.looks.map((look) => Math.abs(Number(look.difference ?? 0)))))
}

/** Where a difference stands on a strip `width` wide whose middle is 0. */
export const place = (difference: string | null, most: number, width: number): number =>
  width / 2 + (Number(difference ?? 0) / most) * (width / 2 - 4)

/** Iglewicz & Hoaglin 1993: a modified z-score beyond 3.5 is worth a look. */
export const OUTLIER = 3.5
export const outliers = (judge: JudgeLook) => judge.looks.filter((look) => Math.abs(Number(look.robust_z ?? 0)) > OUTLIER)

/** Which sentence says what W of so many judges means: the usual steps of Kendall's W (0.7 strong, 0.5 moderate, 0.3 weak). */
export function agreementWord(w: string | null, judges: number): 'single' | 'unknown' | 'strong' | 'fair' | 'weak' | 'none' {
  if (w === null) return judges === 1 ? 'single' : 'unknown'
  const value = Number(w)
  return value >= 0.7 ? 'strong' : value >= 0.5 ? 'fair' : value >= 0.3 ? 'weak' : 'none'
}

/** Koo & Li 2016: how far the mean of the panel can be relied upon. */
export function relianceWord(icc: string | null | undefined): 'unknown' | 'excellent' | 'good' | 'moderate' | 'poor' {
  if (icc === null || icc === undefined) return 'unknown'
  const value = Number(icc)
  return value >= 0.9 ? 'excellent' : value >= 0.75 ? 'good' : value >= 0.5 ? 'moderate' : 'poor'
}

/** Strictest first, so that both ends of the panel stand where one looks. */
export const byDifference = (compared: JudgesCompared) =>
  [...compared.judges].sort((a, b) => Number(a.difference ?? 0) - Number(b.difference ?? 0))
