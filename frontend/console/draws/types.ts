/** The shapes of draws, word for word as draw_replies.py says. */
import type { Text } from '../../shared/i18n.ts'

export type Lot = 'group' | 'station' | 'order'
export type What = Lot | 'number' | 'code'
export const LOTS: Lot[] = ['group', 'station', 'order']

export interface Holder { id: string; name: string }
export interface Layer {
  layer: number; gives: 'number' | 'code'; given: 'competitor' | 'number'; holder: Holder | null; mine: boolean; drawn: number; by_hand: boolean
  digest: string; unsealed: boolean; looks: { by: string; at: string }[]
}
export interface LotsTold { what: Lot; drawn: number; by_hand: boolean; seq: number }
export interface Draws {
  entries: number; sealed: boolean; opened: boolean; layers: Layer[]; lots: LotsTold[]; groups: { group: number; size: number }[]
  officers: Holder[]; may: ('setup' | 'draw' | 'call')[]
}
export interface DrawSaid { groups?: number; sizes?: number[]; apart?: boolean; stations?: number }
export interface Row { given: string; drawn: string }
export interface TableRow extends Row { name: string | null; unit: string | null }
export interface Called { number: string; name: string; unit: string; station: number | null; order: number | null; status: string | null }
export interface Calling { groups: { group: number | null; rows: Called[] }[] }

export type Way = 'each' | 'group' | 'station'
export const WAYS: Way[] = ['each', 'group', 'station']
/** `way`: null where all mark all; `conflicts`: sheets that do not count, since the entry is of the judge's own unit. */
export interface Assigning {
  way: Way | null; judges: number; lots: Lot[]; entries: number; conflicts: number; seats: { id: string; name: Text; entries: number }[]
}
