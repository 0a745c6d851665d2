/** The shapes the console reads and writes: the REST API of the server, word for word. Points are decimal strings. */

import type { Text } from '../shared/i18n.ts'
import type { Course } from './course/types.ts'

export type ItemState = 'preparing' | 'marking' | 'locked' | 'unsealed' | 'signed' | 'published'
export type ActName = 'open' | 'freeze' | 'unfreeze' | 'lock' | 'unlock' | 'unseal' | 'sign' | 'publish'
export type Cell = 'none' | 'in' | 'confirmed' | 'returned' | 'set_aside'
export type Status = 'present' | 'absent' | 'withdrawn' | 'disqualified' | 'eliminated' | 'guest' | 'void'

export interface Grant { contest: string; item: string | null; role: string }
export interface Session { account: { login: string; name: string }; csrf: string; grants: Grant[] }

/** What an invitation says: `name` is empty for the first account of all, `login` for a new one. */
export interface Invited { name: string; login: string }
export interface StaffAccount { id: string; login: string; name: string; grants: Grant[]; signed_in: number }
/** `password`: it is for a new password of an account that is there. */
export interface OpenInvitation { id: string; name: string; password: boolean; grants: Grant[]; by: string; since: string; until: string }
export interface RoleSaid { contest: string; item: string; role: string }
/** A link that is good once. */
export interface Link { url: string; qr: string; expires: string }
export interface Preset { id: string; title: Text; items: { id: string; name: Text }[]; entries: number; seats: number }
export interface NewContest { id: string; title: Text; rehearsal: boolean; preset: string; sample: boolean }

/** A line of the journal in plain words; of an item that is still sealed only its number, time and head. */
export interface StoryLine {
  seq: number; at: string; head: string; kind: string; who: Text | null; item: string | null; code: string; message: Text | null; text: string | null
}
export interface RosterRow {
  id: string; item: string; number: string; name: string; unit: string; state: 'waiting' | 'accepted' | 'amend' | 'refused'; note: string
  attributes: Record<string, string>; scores: Record<string, string>; entered: boolean
}
/** What a roster would change; the first rows of each kind, `counts` and `digest` of all. */
export interface RosterDifference {
  digest: string
  counts: { added: number; changed: number; gone: number; same: number }
  added: RosterRow[]; changed: { was: RosterRow; now: RosterRow }[]; gone: RosterRow[]
}
/** How far an item is before its judges may mark. */
export interface Preparation {
  registered: Record<RosterRow['state'], number>
  entered: number; coded: number
  places: { part: string; needed: number; seats: number }[]
}
export interface JudgesPlanned { judges: { seat: string; judge: string; unit: string; was: string; fresh: boolean }[] }

export interface ContestLine {
  id: string; title: Text; rehearsal: boolean
  at: string; seats: number; online: number
  items: { id: string; name: Text; state: ItemState; judged: number; of: number; sheets: SheetCount; alarms: ('set_aside' | 'second' | 'voided')[] }[]
}

/** Something the next step still lacks, in the server's words. */
export interface Lack { code: string; data: Record<string, unknown>; message: Text }
export interface Version { seq: number; digest: string }
/** Something at one place, in the server's words. */
export interface Placed { place: string; code: string; message: Text }
/** What a second, independent calculation came to. `not_covered`: why there is none; `count` of all differences. */
export interface Check extends Version {
  entries: number; ranks: 'person' | 'team' | 'work'; not_covered: string; count: number; differences: Placed[]
}
export interface Signature extends Version { by: string; at: string }
/** A signature that holds no more since `at`. */
export interface Voided { seq: number; by: string; signed_at: string; at: string }
/** Who closed or signed although something was missing, and why. */
export interface Excuse { what: 'sheets' | 'scores' | 'check'; by: string; reason: string | null }
export interface SheetCount { in: number; confirmed: number; expected: number; set_aside: number }

export interface PenaltyRule {
  id: string; name: Text; per: 'once' | 'count' | 'given'; points?: string | null; max?: string | null; part?: string | null
}
export interface Item {
  id: string; name: Text; state: ItemState; frozen: boolean; judged: number; of: number
  sealed: boolean // codes hide the names now
  unsealed: boolean // they did once
  layers_sealed?: number // layers of codes still to be opened
  sheets: SheetCount; missing: Lack[]; acts: ActName[]; board: string; signed: Signature | null
  parts: { id: string; name: Text; time: boolean; joint?: boolean; source?: 'judged' | 'imported' | 'votes' | 'ballot' | 'derived' }[]; penalties: PenaltyRule[]
  advance?: string | null // the item that the first of this one go on to
  stage?: string | null // the part that is marked on stage
  voided?: Voided | null; excused?: Excuse[]
  course?: Course // the way it goes, and how far it is
  may?: string[] // what this session may do here beside the acts: count, void, decide, advance, override, note
  /** Who asked for an act of two persons that waits for the second one; empty = nobody. */
  unlock_by?: string; unseal_by?: string
}
export interface Duty { item: string; part: string }
export interface Seat {
  id: string; name: Text; judge?: string; paired: boolean; connected: boolean; duties: Duty[]
  shadow?: boolean // its sheets never count
  card?: boolean // printed, and not used yet
  last_seen: number | null // seconds since 1970
  unsent?: number | null // sheets that the device still holds
}
/** A judge's device as it last spoke, or a seat without one; `silent_for` in seconds, `rtt` in milliseconds. */
export interface DeviceSeen {
  seat: { id: string; name: Text }; judge: string; shadow: boolean; label: string | null
  state: 'online' | 'asleep' | 'away' | 'unseen' | 'unpaired'; alarms: ('silent' | 'two_devices')[]
  silent_for: number | null; unsent: number | null; app: string | null; rtt: number | null
  practised: boolean | null // a sample was marked on it
}
/** Judges too far apart ("spread", no seat), or one far from the panel's middle ("outlier"). */
export interface JudgingAlarm {
  code: string; part: string; kind: 'spread' | 'outlier' | 'held' | 'objected'; seat: null | { id: string; name: Text }; judge: string
  found: string; allowed: string; rounds: number; ready: number; of: number
  reason: string | null // objected: why
}
export interface Recusal { seat: { id: string; name: Text }; codes: string[]; stand_in: boolean }
export interface RecusalSaid { seat: string; codes: string[]; stand_in: boolean; reason: string }
/** What was found before the doors open; "unknown": the platform does not tell. */
export interface Ready { code: string; state: 'ok' | 'amber' | 'unknown'; name: Text; message: Text }
export interface DeviceBoard { devices: DeviceSeen[] }
export interface Contest {
  id: string; title: Text; rehearsal: boolean; seq: number; head: string; items: Item[]; seats: Seat[]
  read_only?: string | null // why the contest takes no acts
  restored?: Restored | null
  roles_shared?: string | null // since when one person may hold several roles, or might once
}
/** From a backup: after `since` only the sheets that devices `offered` again are there; `upto`: the lost journal's last line known. */
export interface Restored { at: string; since: string; offered: number; upto: number }

export interface ProgressEntry { code: string; name: string | null; unit: string | null; status: Status }
export interface ProgressSeat { id: string; name: Text; part: string }
export interface Progress {
  seats: ProgressSeat[]; entries: ProgressEntry[]; cells: Record<string, Cell>
  /** When each sheet arrived, by the same key as `cells`. */
  at?: Record<string, string>
  /** Cells whose sheets never count; recusals only for who may recuse. */
  uncounted?: Record<string, 'recused' | 'shadow'>
}

/** What lies beside the sheets of an entry; name and code only once names are known. */
export interface MaterialFile {
  id: string; slot: 'shown' | 'original'; kind: 'pdf' | 'picture' | 'text' | 'video'; part: string | null
  name: string; size: number; pages: number; url: string | null; at: string
}
export interface MaterialRow { number: string; name: string | null; unit: string | null; code: string | null; material: MaterialFile[] }
/** Whose a file is (number '': as the file is named), for which part ('': all), `instead` of which other, and why. */
export interface MaterialSaid { number?: string; part: string; slot: 'shown' | 'original'; instead?: string; reason?: string }

/** How far a seat is; `expected`: what an even pace towards the deadline would have done by now. */
export interface SeatPace {
  seat: { id: string; name: Text }; judge: string; done: number; of: number; left: number; expected: number; last: string | null; online: boolean
}
export interface Pace { part: string; deadline: { until: string; since: string } | null; seats: SeatPace[] }

export interface JudgeShare { total: string; dropped: null | 'low' | 'high' }
export interface PartResult { score: string; deducted: string; weighted: string; judges: Record<string, JudgeShare> }
export interface Deduction { id: string; name: Text | null; points: string }
export interface ResultRow {
  rank: number | null; tied: boolean; code: string; name: string | null; unit: string | null; total: string | null
  status: Status; parts: Record<string, PartResult>; deductions: Deduction[]; award: null | { id: string; name: Text }
}
export interface ResultPart {
  id: string; name: Text; weight: string
  hidden: boolean // known by name: it waits for unsealing
}
export interface Results {
  version: Version; final: boolean; sealed: boolean; parts: ResultPart[]; rows: ResultRow[]
  veiled: boolean // totals and places wait for unsealing
  waiting?: string[] // codes that have no complete score yet
}

/** A penalty that stands, by the line that gave it; `points` each time, null where the rulebook has no such rule any more. */
export interface PenaltyNoted { given: number; id: string; name: Text | null; count: number; points: string | null; by: string | null; reason: string | null }
export interface EntryNotes {
  code: string; name: string | null; unit: string | null; status: Status; times: Record<string, number>; penalties: PenaltyNoted[]
}

export interface AwardEntry { rank: number | null; code: string; name: string | null; unit: string | null; total: string | null }
/** `empty`: how many of its prizes nobody gets, once the item is locked. */
export interface AwardLevel { id: string; name: Text; money: string | null; entries: AwardEntry[]; empty?: number }
export interface Promotion extends AwardEntry { before: NamedThing | null; to: NamedThing }
export interface AwardList { final: boolean; awards: AwardLevel[]; promotions?: Promotion[] }

export interface UnitRow {
  rank: number | null; tied: boolean; unit: string; total: string
  counted: { item: string; code?: string; name?: string | null; points: string }[]
}
export interface Honour { id: string; name: Text; money: string | null; units: { unit: string; rank: number | null; total: string }[]; empty: number }
export interface UnitTable { name: Text | null; rows: UnitRow[]; honours?: Honour[] }

export type Mark = string | boolean | string[]
export interface AspectHead { id: string; name: Text; max: string; kind?: string }
export interface SetAside {
  seq: number; item: string; code: string; part: string; seat: { id: string; name: Text }; reason: string
  message?: Text; at: string; marks: Record<string, Mark>
  total?: string | null // null: of another scheme
  current: null | { marks: Record<string, Mark>; version: number; at?: string; total?: string; counts?: boolean }
  aspects?: AspectHead[]
}
/** A leaf of a part's marking scheme, as rulebook files have it. */
export interface SchemeAspect {
  id: string; name: Text; kind: 'points' | 'judgement' | 'measured' | 'check' | 'faults' | 'bands' | 'veto'
  max: string; min?: string | null; step?: string | null; readings?: number | null; unit?: string | null
}
export interface Scheme { id: string; name: Text; criteria: { id: string; name: Text; aspects: SchemeAspect[] }[]; partial?: boolean }
/** What one person typed of a paper sheet; `marks` only where another typed otherwise. */
export interface Typist { seq: number; at: string; by: string; mine: boolean; marks: Record<string, Mark> | null }
export interface TypingRow {
  code: string; status: Status; state: 'none' | 'in' | 'confirmed' | 'returned'; version: number; typed_by: string[]; typed: Typist[]
}
export interface Typing { part: Scheme; rulebook: number; rows: TypingRow[] }
export interface TypedSheet { marks: Record<string, Mark>; note: string; base: number; rulebook: number; replaces: number }
export interface SheetTyped { outcome: 'typed' | 'differs' | 'recorded'; seq: number; head: string }
export interface Pairing { url: string; qr: string; expires: string }
/** A further device of a seat that has one; `may`: this session decides. */
export interface WaitingDevice { id: string; seat: { id: string; name: Text }; label: string; at: string; until: string; may: boolean }
export interface PairingState {
  open: boolean; since: string | null; by: string | null; may: ('hold' | 'seats' | 'admit')[]; waiting: WaitingDevice[]
}
export interface Second { login: string; password: string }
export interface ActBody {
  missing_reason?: string; unchecked_reason?: string; reason?: string; second?: Second; password?: string; digest?: string
}

/** An entry by its code; name and unit only once they are known. */
export interface Bearer { code: string; name: string | null; unit: string | null }
export interface Tally { counted: number; voided: number }
export interface VotesRow extends Bearer { status: Status; score: string | null; votes: Record<string, Tally> }
export interface Channel { id: string; name: Text; weight: string }
export interface VoidedVotes extends Bearer { seq: number; at: string; by: string; channel: string; votes: number; reason: string | null }
export interface VotesTable {
  id: string; name: Text; scale: 'ratio' | 'share' | 'places'; cap: string | null; out_of: string | null; signed: boolean
  channels: Channel[]; rows: VotesRow[]; voids: VoidedVotes[]
}
export interface BallotRule {
  kind: 'choose' | 'each'; members: number; choose: number | null; quorum: string; of: 'present' | 'all' | 'valid'
  passes: string | null; over: boolean
}
export interface BallotLine { code: string; for: number; against: number; abstain: number }
export interface BallotSaid { present: number; issued: number; returned: number; valid: number; votes: BallotLine[] }
export interface BallotHeld extends BallotSaid { round: number; seq: number; at: string; by: string }
export interface Ballots {
  id: string; name: Text; out_of: string | null; signed: boolean; rule: BallotRule
  rows: (Bearer & { status: Status; score: string | null; elected: boolean | null })[]; held: BallotHeld[]
}
export type PersonsRule = 'lot' | 'chief' | 'ballot'
export interface TieGroup { rank: number; rules: PersonsRule[]; decided: PersonsRule | null; entries: (Bearer & { total: string | null })[] }
export interface Ties { closed: Text | null; groups: TieGroup[] }
export interface TieSaid { rule: PersonsRule; groups?: string[][]; codes?: string[]; votes?: Record<string, number>; reason?: string }
export interface NamedThing { id: string; name: Text }
export interface Override extends Bearer { award: NamedThing | null; asked_by: string; mine: boolean; reason: string | null }
export interface Overrides { closed: Text | null; awards: NamedThing[]; rows: Override[] }
export interface Round {
  to: NamedThing; into: Text | null; count: number | null; percent: string | null; threshold: string | null
  ties: 'at_least' | 'at_most'; going: number; done: boolean; closed: Text | null
  rows: (Bearer & { rank: number; total: string | null; on: boolean })[]
}
export interface SheetLook { code: string; mark: string; difference: string | null; robust_z: string | null }
/** How a judge's marks are spread; quartiles as QUARTILE.INC has them. */
export interface MarkSpread { count: number; least: string; lower: string; median: string; upper: string; most: string; mean: string }
export interface JudgeLook { seat: { id: string; name: Text }; judge: string; difference: string | null; own_unit: string | null; looks: SheetLook[]; spread: MarkSpread }
export interface JudgeAlike { seat: { id: string; name: Text }; judge: string; entries: number; mean: string; deviation: string; lacks: '' | 'too_few' | 'no_deviation' }
export interface JudgesCompared {
  id: string; name: Text; out_of: string; judges: JudgeLook[]
  adjust: { method: 'z_score' | 'mean_shift'; least: number; judges: JudgeAlike[] } | null
  agreement: { entries: number; judges: number; kendall_w: string | null; icc: Record<string, string | null> }
}
export interface AwardChange extends Bearer { before: NamedThing[]; after: NamedThing[] }
export interface Hanging { part: NamedThing; seat: { id: string; name: Text }; judge: string; changes: AwardChange[] }
export interface Robustness { judges: number; without: Hanging[]; moved: (Hanging & Bearer & { aspect: NamedThing; by: string })[] }
export interface Explanation {
  code: string; rank: number | null; chapters: { of: 'part' | 'total' | 'place' | 'award'; name: Text | null; sentences: Text[] }[]
}

export interface StageSeat { n: number; marked: boolean; mark: string | null; dropped: 'low' | 'high' | null }
export type StageStep = '' | 'marks' | 'struck' | 'result' | 'place'
/** What the hall sees of the called entry. */
export interface StageHall extends Bearer {
  status: Status; order: number; held: number; step: StageStep; seats: StageSeat[]
  part: string | null; score: string | null; place: [number | null, number] | null
}
export interface StageNext { act: 'reveal' | 'wait' | 'call' | 'clear' | 'none'; step: StageStep | null; code: string | null; lacking: number }
export interface StageLine extends Bearer { status: Status; order: number | null; marked: boolean; out: boolean; now: boolean }
export interface Stage {
  seq: number; first: number; over: boolean; unseen: 'frozen' | 'sealed' | null; back: boolean
  hall: StageHall | null; next: StageNext; entries: StageLine[]
}
export interface StageAct { act: 'call' | 'reveal' | 'back' | 'clear'; code?: string; after: number }
