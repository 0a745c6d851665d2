/** What was: the contest at an earlier line of its journal. */
import { get } from '../../shared/api.ts'
import type { ContestThen } from './types.ts'

export const contestThen = (contest: string, line: number) =>
  get<ContestThen>(`/api/contests/${encodeURIComponent(contest)}/past?line=${line}`, { timeout: 30_000 })
