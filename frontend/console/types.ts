/** The shapes the console reads and writes: the REST API of the server, word for word. Points are decimal strings. */

import type { Text } from '../shared/i18n.ts'

export type ItemState = 'preparing' | 'marking' | 'locked' | 'unsealed' | 'signed' | 'published'
export type ActName = 'open' | 'freeze' | 'unfreeze' | 'lock' | 'unlock' | 'unseal' | 'sign' | 'publish'
export type Cell = 'none' | 'in' | 'confirmed' | 'returned' | 'set_aside'
export type Status = 'present' | 'absent' | 'withdrawn' | 'disqualified' | 'eliminated' | 'guest' | 'void'

export interface Grant { contest: string; item: string | null; role: string }
export interface Session { account: { login: string; name: string }; csrf: string; grants: Grant[] }

export interface ContestLine {
  id: string; title: Text; rehearsal: boolean
  items: { id: string; name: Text; state: ItemState; judged: number; of: number }[]
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
export interface SheetCount { in: number; confirmed: number; expected: number; set_aside: number }

export interface PenaltyRule {
  id: string; name: Text; per: 'once' | 'count' | 'given'; points?: string | null; max?: string | null; part?: string | null
}
export interface Item {
  id: string; name: Text; state: ItemState; frozen: boolean | string | null; judged: number; of: number
  sealed: boolean // codes hide the names now
  unsealed: boolean // they did once
  sheets: SheetCount; missing: Lack[]; acts: ActName[]; board: string; signed: Signature | null
  parts: { id: string; name: Text; time: boolean; joint?: boolean }[]; penalties: PenaltyRule[]
  /** Who asked for an act of two persons that waits for the second one; empty = nobody. */
  unlock_by?: string; unseal_by?: string
}
export interface Duty { item: string; part: string }
export interface Seat {
  id: string; name: string | Text; judge?: string; paired: boolean; connected: boolean; duties: Duty[]
  last_seen: string | number | null // ISO, or seconds since 1970
  unsent?: number | null // sheets that the device still holds
}
export interface Contest {
  id: string; title: Text; rehearsal: boolean; seq: number; head: string; items: Item[]; seats: Seat[]
  read_only?: string | null // why the contest takes no acts
  restored?: Restored | null
}
/** From a backup: after `since` only the sheets that devices `offered` again are there; `upto`: the lost journal's last line known. */
export interface Restored { at: string; since: string; offered: number; upto: number }

export interface ProgressEntry { code: string; name: string | null; unit: string | null; status: Status }
export interface ProgressSeat { id: string; name: string | Text; part: string }
export interface Progress {
  seats: ProgressSeat[]; entries: ProgressEntry[]; cells: Record<string, Cell>
  /** When each sheet arrived, by the same key as `cells`. */
  at?: Record<string, string>
}

export interface JudgeShare { total: string; dropped: null | 'low' | 'high' }
export interface PartResult { score: string; deducted: string; weighted: string; judges: Record<string, JudgeShare> }
export interface Deduction { id: string; name?: Text; points: string }
export interface ResultRow {
  rank: number | null; tied: boolean; code: string; name: string | null; unit: string | null; total: string | null
  status: Status; parts: Record<string, PartResult>; deductions: Deduction[]; award: null | { id: string; name: Text }
}
export interface ResultPart {
  id: string; name: Text; weight: string | null; out_of?: string | null
  hidden: boolean // known by name: it waits for unsealing
}
export interface Results {
  version: Version; final: boolean; sealed: boolean; parts: ResultPart[]; rows: ResultRow[]
  veiled: boolean // totals and places wait for unsealing
  waiting?: string[] // codes that have no complete score yet
}

/** A penalty that stands, by the line that gave it; `points` each time, null where the rulebook has no such rule any more. */
export interface PenaltyNoted { given: number; id: string; name: Text | null; count: number; points: string | null }
export interface EntryNotes {
  code: string; name: string | null; unit: string | null; status: Status; times: Record<string, number>; penalties: PenaltyNoted[]
}

export interface AwardEntry { rank: number | null; code: string; name: string | null; unit: string | null; total: string | null }
export interface AwardLevel { id: string; name: Text; money: string | null; entries: AwardEntry[] }
export interface AwardList { final: boolean; awards: AwardLevel[] }

export interface UnitRow {
  rank: number | null; tied: boolean; unit: string; total: string
  counted: { item: string; entry?: string; code?: string; name?: string | null; points: string }[]
}
export interface UnitTable { name: Text | null; rows: UnitRow[] }

export type Mark = string | boolean | string[]
export interface AspectHead { id: string; name: Text; max: string }
export interface SetAside {
  seq: number; item: string; code: string; part: string; seat: { id: string; name: string | Text }; reason: string
  message?: Text; at: string; marks: Record<string, Mark>
  current: null | { marks: Record<string, Mark>; version: number; at?: string }
  aspects?: AspectHead[]
}
export interface Pairing { url: string; qr: string; expires: string }
export interface Second { login: string; password: string }
export interface ActBody {
  missing_reason?: string; unchecked_reason?: string; reason?: string; second?: Second; password?: string; digest?: string
}
