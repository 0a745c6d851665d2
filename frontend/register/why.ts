/** What went wrong, in words for whoever registers. */
import { Refused } from '../shared/api.ts'
import { pick, t } from '../shared/i18n.ts'

export function why(problem: unknown): string {
  return problem instanceof Refused ? pick(problem.text) : t('register.lost')
}
