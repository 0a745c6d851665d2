/** A failure as one sentence for the person at the desk. */
import { Refused, Unreachable } from '../shared/api.ts'
import { pick, t } from '../shared/i18n.ts'

export function whatWentWrong(problem: unknown): string {
  if (problem instanceof Refused) return pick(problem.text)
  if (problem instanceof Unreachable) return t('console.unanswered')
  throw problem
}
