/** Shapes of the floor's addresses: floor_schemas.py says them once. */
import type { Text } from '../shared/i18n.ts'
import type { Press, PressKind } from '../shared/timekeeping.ts'
import type { Status } from '../console/types.ts'

export type Arrival = '' | 'came' | 'late' | 'absent'
export interface CheckinRow {
  number: string; name: string; unit: string; code: string | null; status: Status; state: Arrival
  minutes: number; at: string | null; by: string | null; penalties: string[]
}
export interface CheckinCounts { expected: number; came: number; late: number; absent: number; missing: number }
export interface LateRule { id: string; name: Text; per: 'once' | 'count'; points: string | null }
/** whole: rows are all of them, not only the one that was touched. */
export interface Checkin { rows: CheckinRow[]; whole: boolean; counts: CheckinCounts; late: LateRule[]; may_close: boolean; sealed: boolean; locked: boolean }
export interface CheckinSaid { number: string; kind: Exclude<Arrival, ''> | 'undo'; minutes: number }
export interface LateSaid { number: string; penalty: string; count: number; reason: string }

export interface TimedPart { id: string; name: Text; limit: number | null; give_back: number }
export interface TimedEntry { code: string; status: Status; station: string; group: string; times: Record<string, number> }
export interface PressTold extends Press { part: string; place: string }
export interface PressSeen extends PressTold { by: string; reason: string | null; late: number }
export interface Clock { now: number; parts: TimedPart[]; entries: TimedEntry[]; presses: PressSeen[]; locked: boolean; sealed: boolean }
export interface PressSaid { part: string; scope: string; kind: PressKind; seconds: number; undoes: number; place: string; reason: string }
/** device: this tablet's clock at the press; offset: how far it lay behind the server's. */
export interface PressMade extends PressSaid { device: number; offset: number | null }
