/** What was: the contest at an earlier line of its journal. */
import { get } from '../../shared/api.ts'
import { contestAt } from '../../shared/at.ts'

export const contestThen = (contest: string, line: number) =>
  get(`${contestAt(contest)}/past?line=${line}`, { timeout: 30_000 })
