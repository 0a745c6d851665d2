/** What a contest calls its judges, its entries and the steps of its course. */
import { pick, t, type Vars } from '../../shared/i18n.ts'
import type { Item } from '../types.ts'
import type { CourseStep, CourseWords } from './types.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** What the contest calls its judges and entries, for sentences with {judge}, {Judges}, {entry} … in them. */
export function wordsOf({ course }: { course?: { words: CourseWords } }): Vars {
  const { judge, entry } = course?.words ?? { judge: 'judge', entry: 'competitor' }
  const words = { judge: t(`course.judge.${judge}`), judges: t(`course.judge.${judge}.many`), entry: t(`course.entry.${entry}`), entries: t(`course.entry.${entry}.many`), chief: t(`course.chief.${judge}`) }
  return { ...words, Judge: capital(words.judge), Judges: capital(words.judges), Entry: capital(words.entry), Entries: capital(words.entries), chief: words.chief, Chief: capital(words.chief) }
}

export const stepName = (step: CourseStep, item: Item): string => pick(step.name) || t(`course.step.${step.id}`, wordsOf(item))
