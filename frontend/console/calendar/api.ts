/** The calendar of working days, and what a contest says of its course. */
import { get, post } from '../../shared/api.ts'
import type { Calendar, Day } from './types.ts'

export const api = {
  year: (year: number) => get<Calendar>(`/api/calendar?year=${year}`),
  say: (day: string, works: boolean | null, note: string) => post<Calendar>('/api/calendar', { day, works, note }),
  after: (day: string, count: number) => get<Day>(`/api/calendar/after?${new URLSearchParams({ day, count: String(count) })}`),
  course: (contest: string, said: { judge: string; entry: string; notice: number; off: string[]; named: Record<string, string> }) => post(`/api/contests/${encodeURIComponent(contest)}/course`, said),
}
