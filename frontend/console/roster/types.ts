/** Registering and reviewing: the shapes of the API, generated from its document (scripts/types.sh). */
import type { Review, RosterRow } from '../../generated/api.ts'

export type {
  NewUnitLink as NewLink, RegistrationSeen, Roster as ReviewPage, RosterRow as ReviewRow, ScoreChange, ScoresTold, ScoreTable, StepTaken, UnitLinkMade as LinkMade, UnitLinkRow as UnitLink, UnitLinks,
  Wished,
} from '../../generated/api.ts'

export type RowState = RosterRow['state']
/** What the table may be narrowed to: a state, or those whose substitute waits; '' for all. */
export type Filter = '' | RowState | 'substitute'
export type Verdict = Review['state']
