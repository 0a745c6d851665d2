/** A rulebook as the server tells it (contest/rulebook_replies.py). */
import type { PlacedFault } from '../../shared/api.ts'
import type { Text } from '../../shared/i18n.ts'

export type Book = Record<string, unknown>
export interface RuleSaid { name: Text; value: Text }
export interface AspectTold { id: string; name: Text; kind: Text; max: string; more: Text }
export interface CriterionTold { name: Text; max: string; factor: string; aspects: AspectTold[] }
export interface PartTold { id: string; name: Text; source: Text; weight: string; max: string; about: RuleSaid[]; criteria: CriterionTold[] }
export interface Outlined { name: Text; settings: RuleSaid[]; parts: PartTold[]; lists: { name: Text; rows: RuleSaid[] }[] }
/** `rests`: marks rest on it, so that it takes a reason and a second person to change it. */
export interface Shown { version: number; rests: boolean; locked: boolean; rulebook: Book; outline: Outlined }

export interface Differs { kind: 'added' | 'gone' | 'changed' | 'moved'; place: Text; was: Text | null; now: Text | null }
/** `digest`: of what is told; "" where it has to be previewed first. */
export interface Difference { rulebook: Book; differences: Differs[]; rests: boolean; digest: string; notes: PlacedFault[] }

export interface Stood { parts: Record<string, string>; total: string; rank: string; awards: Text[] }
export interface Moved { code: string; name: string | null; unit: string | null; was: Stood; now: Stood }
export interface Preview {
  digest: string
  unfit: PlacedFault[]
  veiled: boolean
  counts: { totals: number; ranks: number; awards: number; incomplete: number }
  parts: Record<string, Text>
  entries: Moved[]
  units: { unit: string; was: Stood; now: Stood }[]
}
export interface Agreed { reason: string; second: { login: string; password: string } | null }
