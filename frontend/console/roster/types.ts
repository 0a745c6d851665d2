/** The shapes of registering and reviewing, as the server has them. */
import type { Text } from '../../shared/i18n.ts'
import type { RosterRow } from '../types.ts'

export type RowState = RosterRow['state']
/** What the table may be narrowed to: a state, or those whose substitute waits; '' for all. */
export type Filter = '' | RowState | 'substitute'
export type Verdict = 'accepted' | 'amend' | 'refused'

export interface Wished { name: string; note: string; attributes: Record<string, string> }
/** A row of the roster with who wrote it last. */
export interface ReviewRow extends RosterRow { by: string; at: string; substitute: Wished | null }
export interface ReviewPage { count: number; states: Record<RowState | 'substitute' | 'all', number>; rows: ReviewRow[]; next: number }

export interface StepTaken { kind: string; note: string; by: string; unit: boolean; at: string }
export interface RegistrationSeen { row: ReviewRow; called: Record<string, Text>; photo: boolean; steps: StepTaken[] }

/** A unit's link; `most`: item, or '' for all together → how many. */
export interface UnitLink {
  id: string; unit: string; items: string[]; closes: string; substitutes_until: string; used: number; most: Record<string, number>
  by: string; created: string; opened: string | null; withdrawn: string | null
}
export interface UnitLinks { links: UnitLink[]; most: Record<string, number> }
export interface NewLink { unit: string; items: string[]; closes: string; substitutes_until: string; most: Record<string, number> | null }
export interface LinkMade { id: string; url: string; qr: string }

export interface ScoreTable { by: 'number' | 'code'; out_of: string | null; signed: boolean; rows: { who: string; name: string; unit: string; score: string | null }[] }
export interface ScoreChange { who: string; name: string; was: string | null; now: string | null }
export interface ScoresTold { digest: string; counts: { added: number; changed: number; same: number }; added: ScoreChange[]; changed: ScoreChange[] }
