/** A failure as one sentence for the person at the desk. */
import { Refused, Unreachable } from '../shared/api.ts'
import { pick, t } from '../shared/i18n.ts'

/** What yes and no are called in an aspect of this kind. */
export function yesNoWords(kind: string | undefined): [string, string] {
  return kind === 'check' ? [t('console.mark.pass'), t('console.mark.fail')] : [t('console.mark.yes'), t('console.mark.no')]
}

export function whatWentWrong(problem: unknown): string {
  if (problem instanceof Refused) return pick(problem.text)
  if (problem instanceof Unreachable) return t('console.unanswered')
  throw problem
}
