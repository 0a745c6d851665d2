/** The calendar of working days (contest/course_replies.py). */
import type { Text } from '../../shared/i18n.ts'

export interface CalendarDay { day: string; works: boolean; holiday: string; note: string; said: boolean }
export interface Calendar { year: number; published: boolean; days: CalendarDay[] }
export interface Day { day: string; words: Text }
