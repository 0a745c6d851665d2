/** A rulebook as the API tells it: shapes generated from its document (scripts/types.sh). */
import type { RulebookChange, RulebookStands } from '../../generated/api.ts'

export type {
  AspectOutlined as AspectTold, CriterionOutlined as CriterionTold, EntryMoves as Moved, EntryStands as Stood, Outline as Outlined, PartOutlined as PartTold, RuleDiffers as Differs,
  RulebookDifference as Difference, RulebookPreview as Preview, RulebookShown as Shown, RuleSaid,
} from '../../generated/api.ts'

export type Book = RulebookStands['rulebook']
/** Why a rulebook changes that marks rest on, and who agreed. */
export type Agreed = Required<Pick<RulebookChange, 'reason' | 'second'>>
