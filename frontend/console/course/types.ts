/** The course of an item as the server tells it (contest/course_replies.py). */
import type { Text } from '../../shared/i18n.ts'
import type { Lack } from '../types.ts'

export type StepState = 'done' | 'now' | 'ahead' | 'open' | 'skipped'
/** `name`: the contest's own word for the step; open: passed by, and not done; skipped: passed by, and nothing is known of it. */
export interface CourseStep { id: string; name: Text | null; state: StepState; lacks: Lack[] }
/** Steps that a contest may do without (contest/course.py). */
export const LEAVABLE = ['registration', 'recommendation', 'qualification', 'preliminary', 'draw', 'checkin', 'inspection', 'confirmation', 'recheck', 'appeal', 'final', 'naming', 'archive']
export const JUDGES = ['judge', 'juror', 'expert'] as const
export const ENTRIES = ['competitor', 'candidate', 'work', 'team', 'unit', 'project'] as const
export interface CourseWords { judge: (typeof JUDGES)[number]; entry: (typeof ENTRIES)[number] }
/** `off`: steps that the contest does without. */
export interface Course { words: CourseWords; steps: CourseStep[]; notice: number; off: string[] }
