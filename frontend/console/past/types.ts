/** The contest as it was at a line (contest/past_replies.py). */
import type { Text } from '../../shared/i18n.ts'
import type { ItemState, SheetCount, Status } from '../types.ts'

export interface RowThen { code: string; name: string | null; unit: string | null; rank: number | null; tied: boolean; status: Status; total: string | null; award: Text | null }
export interface ItemThen {
  id: string; name: Text; state: ItemState; judged: number; of: number; sealed: boolean; sheets: SheetCount; frozen: string | null
  final: boolean; veiled: boolean; rows: RowThen[]; count: number
}
export interface ContestThen { seq: number; at: string; now: number; items: ItemThen[] }
