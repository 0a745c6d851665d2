import { pick, type Text } from '../shared/i18n.ts'

/** A name as the server gives it: plain (a person's) or in both languages (a rule's). */
export const label = (name: string | Text | null | undefined): string => (typeof name === 'string' ? name : pick(name))
