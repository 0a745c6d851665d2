/** The course of an item as the API tells it, generated from its document (scripts/types.sh). `off`: steps that the contest does without. */
import type { Course, CourseStep, CourseWords } from '../../generated/api.ts'

export type { Course, CourseKept, CourseSaid, CourseStep, CourseWords } from '../../generated/api.ts'

/** '' is no step at all. */
export type StepId = CourseStep['id'] | ''
export type StepState = CourseStep['state']
/** Steps that a contest may do without (contest/course.py). */
export const LEAVABLE: Course['off'] = ['registration', 'recommendation', 'qualification', 'preliminary', 'draw', 'checkin', 'inspection', 'confirmation', 'recheck', 'appeal', 'final', 'naming', 'archive']
export const JUDGES: CourseWords['judge'][] = ['judge', 'juror', 'expert']
export const ENTRIES: CourseWords['entry'][] = ['competitor', 'candidate', 'work', 'team', 'unit', 'project']
