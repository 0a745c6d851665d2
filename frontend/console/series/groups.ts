/** The list of contests, grouped by series, and in each group what runs today first. Pure. */
import type { ContestLine, ItemState } from '../types.ts'
import type { Series } from './types.ts'

export interface Group { series: Series | null; contests: ContestLine[] }

const OVER: ItemState[] = ['signed', 'published']
const day = (moment: string | Date) => new Date(moment).toDateString()

/** Whether judges mark there now. */
export const isRunning = (contest: ContestLine) => contest.items.some((item) => item.state === 'marking')

/** 0: judged today; 1: judged; 2: being prepared or between two steps; 3: over. */
export function urgency(contest: ContestLine, now: Date): number {
  if (isRunning(contest)) return day(contest.at) === day(now) ? 0 : 1
  return contest.items.length && contest.items.every((item) => OVER.includes(item.state)) ? 3 : 2
}

/** How many items stand where, the step that is furthest back first. */
export function standing(contest: ContestLine): { state: ItemState; n: number }[] {
  const found = new Map<ItemState, number>()
  for (const { state } of contest.items) found.set(state, (found.get(state) ?? 0) + 1)
  const order: ItemState[] = ['marking', 'preparing', 'locked', 'unsealed', 'signed', 'published']
  return order.filter((state) => found.has(state)).map((state) => ({ state, n: found.get(state)! }))
}

/** Series in which something runs today come first, what stands in none comes last; within a group the same, and else as the series says. */
export function grouped(contests: ContestLine[], series: Series[], now: Date): Group[] {
  const known = new Map(contests.map((contest) => [contest.id, contest]))
  const urgent = (list: ContestLine[]) => [...list].sort((one, other) => urgency(one, now) - urgency(other, now))
  const groups: Group[] = series.map((each) => ({ series: each, contests: urgent(each.contests.flatMap((id) => known.get(id) ?? [])) }))
  const first = (group: Group) => Math.min(...group.contests.map((contest) => urgency(contest, now)))
  const taken = new Set(series.flatMap((each) => each.contests))
  const rest = contests.filter((contest) => !taken.has(contest.id))
  const sorted = groups.filter((group) => group.contests.length).sort((one, other) => first(one) - first(other))
  return rest.length ? [...sorted, { series: null, contests: urgent(rest) }] : sorted
}
