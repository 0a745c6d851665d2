/** What the floor reads and writes: the shapes of the API, generated from its document (scripts/types.sh). */
import type { CheckinRow, CheckinSaid as CheckinTold, PressSaid as PressTold } from '../generated/api.ts'

export type { Checkin, CheckinCounts, CheckinRow, Clock, LateRule, LateSaid, PressKept, PressSeen, TimedEntry, TimedPart } from '../generated/api.ts'

export type Arrival = CheckinRow['state']
/** A touch as the floor keeps and sends it. */
export type CheckinSaid = Required<CheckinTold>
/** A press as the floor keeps and sends it. device: this tablet's clock at the press; offset: how far it lay behind the server's. */
export type PressSaid = Omit<PressMade, 'device' | 'offset'>
export type PressMade = Required<Omit<PressTold, 'waited'>>
