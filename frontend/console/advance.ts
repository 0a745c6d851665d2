import { pick, t } from '../shared/i18n.ts'
import type { Round } from './types.ts'

/** What the act of a round is called: those who made the cut go on; later, what was corrected is brought along again. */
export const advanceWords = (round: Round): string =>
  t(round.again ? 'console.advance.again' : 'console.advance.do', { n: round.again || round.going, to: pick(round.to.name) })
