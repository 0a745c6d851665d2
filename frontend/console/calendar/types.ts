/** The calendar of working days: the shapes of the API, generated from its document (scripts/types.sh). */
export type { Calendar, CalendarDay, Day } from '../../generated/api.ts'
