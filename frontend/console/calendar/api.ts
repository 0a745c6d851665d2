/** The calendar of working days, and what a contest says of its course. */
import { get, ifMatch, post } from '../../shared/api.ts'
import { contestAt, query } from '../../shared/at.ts'
import type { CourseKept, CourseSaid } from '../course/types.ts'

export const api = {
  year: (year: number) => get(`/api/calendar?year=${year}`),
  say: (day: string, works: boolean | null, note: string) => post('/api/calendar', { day, works, note }),
  after: (day: string, count: number) => get(`/api/calendar/after?${query({ day, count: String(count) })}`),
  course: (contest: string) => get(`${contestAt(contest)}/course`),
  sayCourse: (contest: string, said: CourseSaid, seen: CourseKept) => post(`${contestAt(contest)}/course`, said, { headers: ifMatch(seen) }),
}
