/** Where each step of an item's course is done, and what is missing before the next. Pure. */
import type { Route } from '../route.ts'
import { lacks, nextAct } from '../state.ts'
import type { Item, Lack } from '../types.ts'
import type { StepId } from './types.ts'

type Place = StepId | 'course'
const TAB: Partial<Record<StepId, Route['tab']>> = {
  draw: 'progress', checkin: 'checkin', scoring: 'progress', review: 'progress', confirmation: 'progress', votes: 'count', ballot: 'count', inspection: 'results', signing: 'results', notice: 'results',
}
const PAGE: Partial<Record<Place, Route['page']>> = { course: 'course', registration: 'roster', recommendation: 'roster', qualification: 'roster', preliminary: 'roster' }

/** Where a step is done; null for one that has no page yet. `course`: where the steps themselves are chosen. */
export function placeOf(step: { id: Place }, contest: string, item: string): Partial<Route> | null {
  const page = PAGE[step.id]
  const tab = TAB[step.id as StepId]
  return page ? { contest, page } : tab ? { contest, item, tab } : null
}

const LACKS_AT: Record<string, Place> = {
  registrations: 'registration', qualification: 'qualification', to_enter: 'draw', entries: 'qualification', codes: 'draw',
  sheets: 'scoring', scores: 'signing', checkin: 'checkin',
}

/**
 * What is missing before the item goes on, each with the step at which it is seen to: for its next act, and for the step
 * it stands at. That nobody is entered is not said beside the registrations that are to become entries.
 */
export function missingOf(item: Item): { lack: Lack; step: Place }[] {
  const steps = item.course.steps
  const here = steps.find((step) => step.state === 'now')
  const own = lacks(item)
  const said = ['opening', 'unsealing', 'notice', ...own.map((one) => (one.code === 'sheets' ? 'parts' : one.code)), ...own.map((one) => one.code)]
  const more = (here?.lacks ?? []).filter((lack) => !said.includes(lack.code))
  const told = more.some(({ code }) => code === 'registrations' || code === 'to_enter') ? own.filter(({ code }) => code !== 'entries') : own
  return [...told, ...(nextAct(item) ? more : [])].map((lack) => ({ lack, step: lack.code === 'checkin_unbegun' && item.may.includes('setup') ? 'course' : (LACKS_AT[lack.code] ?? here?.id ?? '') }))
}
