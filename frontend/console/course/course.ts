/** The course of an item in words, and where each of its steps is done. */
import { pick, t, type Vars } from '../../shared/i18n.ts'
import type { Route } from '../route.ts'
import { lacks, nextAct } from '../state.ts'
import type { Item, Lack } from '../types.ts'
import type { CourseStep, CourseWords } from './types.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** What the contest calls its judges and entries, for sentences with {judge}, {Judges}, {entry} … in them. */
export function wordsOf({ course }: { course?: { words: CourseWords } }): Vars {
  const { judge, entry } = course?.words ?? { judge: 'judge', entry: 'competitor' }
  const words = { judge: t(`course.judge.${judge}`), judges: t(`course.judge.${judge}.many`), entry: t(`course.entry.${entry}`), entries: t(`course.entry.${entry}.many`) }
  return { ...words, Judge: capital(words.judge), Judges: capital(words.judges), Entry: capital(words.entry), Entries: capital(words.entries), chief: t(`course.chief.${judge}`) }
}

export const stepName = (step: CourseStep, item: Item): string => pick(step.name) || t(`course.step.${step.id}`, wordsOf(item))

const TAB: Record<string, Route['tab']> = {
  draw: 'progress', scoring: 'progress', review: 'progress', confirmation: 'progress', votes: 'count', ballot: 'count', inspection: 'results', signing: 'results', notice: 'results',
}
const PAGE: Record<string, Route['page']> = { registration: 'roster', recommendation: 'roster', qualification: 'roster', preliminary: 'roster' }

/** Where a step is done; null for one that has no page yet. */
export function placeOf(step: Pick<CourseStep, 'id'>, contest: string, item: string): Partial<Route> | null {
  const page = PAGE[step.id]
  const tab = TAB[step.id]
  return page ? { contest, page } : tab ? { contest, item, tab } : null
}

const LACKS_AT: Record<string, string> = {
  registrations: 'registration', qualification: 'qualification', to_enter: 'qualification', entries: 'qualification', codes: 'draw',
  sheets: 'scoring', scores: 'signing', checkin: 'checkin',
}

/** What is missing before the item goes on, each with the step at which it is seen to: for its next act, and for the step it stands at. */
export function missingOf(item: Item): { lack: Lack; step: string }[] {
  const steps = item.course?.steps ?? []
  const here = steps.find((step) => step.state === 'now')
  const own = lacks(item)
  const more = (here?.lacks ?? []).filter((lack) => !['opening', 'unsealing', 'notice', ...own.map((one) => one.code)].includes(lack.code))
  return [...own, ...(nextAct(item) ? more : [])].map((lack) => ({ lack, step: LACKS_AT[lack.code] ?? here?.id ?? '' }))
}
