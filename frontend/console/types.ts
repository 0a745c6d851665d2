/**
 * The shapes the console reads and writes are those of the API, generated from its document (scripts/types.sh); here some get the
 * console's own names, and the words and pieces in them a name at all. Points are decimal strings.
 */
import type {
  Item, MaterialFile, Progress, ResultRow, RoleSaid as RoleTold, RosterDifference, SetAside, StageNext, TieGroup,
} from '../generated/api.ts'

export type {
  ActBody, AspectToMark as SchemeAspect, Alarms as JudgingAlarm, AspectHead, Award as AwardLevel, Awards as AwardList, Ballot as BallotSaid, BallotLine, BallotRule, Ballots, Changed as AwardChange, Channel,
  Check, Contest, ContestLine, DeviceBoard, DeviceSeen, Deduction, Duty, EntryNotes, Excuse, Explanation, Grant, Held as BallotHeld, Honour, Invited, Item, JudgeAlike, JudgeLook,
  Judges as JudgesCompared, JudgeShare, JudgesPlanned, Lack, Link, Look as SheetLook, MaterialFile, MaterialRow, Named as NamedThing, NewContest, NoteTold as Placed, OpenInvitation,
  Override, Overrides, Pace, Pairing, PairingState, PartResult, Penalty as PenaltyBody, PenaltyNoted, PenaltyRule, Preparation, Preset, Progress, ProgressEntry, ProgressSeat, Promotion, Ready, Recusal as RecusalSaid,
  Recusals as Recusal, Restored, ResultPart, ResultRow, Results, Robustness, RosterDifference, RosterRow, Round, Seat, SeatPace, SecondPerson as Second, Session, SchemeToMark as Scheme, SetAside,
  SheetCounts as SheetCount, SheetTyped, Signature, Spread as MarkSpread, StaffAccount, StageActed as StageAct, StageHall, StageLine, StageNext, StageSeat, StageSeen as Stage, Status as StatusSaid, StoryLine,
  Tally, TieDecision as TieSaid, TieGroup, Ties, TypedSheet, Typing, TypingRow, Typist, UnderWay, Unit as UnitRow, Units as UnitTable, Version, Void as VoidedVotes, VoidedSignature as Voided,
  VotesRow, VotesTable, WaitingDevice, Winner as AwardEntry, WithoutJudge as Hanging,
} from '../generated/api.ts'

export type ItemState = Item['state']
export type ActName = Item['acts'][number]
export type Cell = Progress['cells'][string]
export type Status = ResultRow['status']
export type PersonsRule = TieGroup['rules'][number]
export type StageStep = NonNullable<StageNext['step']>
export type Mark = SetAside['marks'][string]
/** An entry by its code; name and unit only once they are known. */
export type Bearer = Pick<ResultRow, 'code' | 'name' | 'unit'>

/** What every sheet tells beside what it would change. */
export type SheetTold = Pick<RosterDifference, 'unread'> & Partial<Pick<RosterDifference, 'respelled'>>

export type RoleSaid = Required<RoleTold>

/** Whose a file is (number '': as the file is named), for which part ('': all), `instead` of which other, and why: in the address. */
export interface MaterialSaid { number?: string; part: string; slot: MaterialFile['slot']; instead?: string; reason?: string }
