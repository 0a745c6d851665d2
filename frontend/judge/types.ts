/** What travels between this page and the judges' socket, and what is kept on the device. */
import type {
  AspectToMark, BeatSent, ConfirmSent, CriterionToMark, HelloSent, Item as ItemTold, NothingSent, ObjectionSent, Paired, PracticeSent, ReceiptHeld, RoundingToMark, SchemeToMark, SheetSent, StagesToMark,
} from '../generated/api.ts'
import type { Text } from '../shared/i18n.ts'

/** `mark` proves to the server that it gave the receipt; it goes back as it came. */
export type Receipt = ReceiptHeld
/** What this page sends on the socket, by the event's name. */
export type Sent = {
  hello: HelloSent; ping_me: BeatSent; sheet: SheetSent; confirm: ConfirmSent; object: ObjectionSent; practice: PracticeSent; practice_papers: NothingSent
}
/** A mark as it travels: decimal string, pass/fail, or one string per reading. */
export type Mark = string | boolean | string[]
export type Marks = Record<string, Mark>

export type Aspect = AspectToMark
export type Criterion = CriterionToMark
export type Rounding = RoundingToMark
export type Stages = StagesToMark
/** `due`: until when its sheets are due, where somebody said so */
export type Part = SchemeToMark & { due?: string }
export type ItemState = ItemTold['state']
export type Item = { id: string; name: Text; state: ItemState; rulebook: number; parts: Part[] }
export type Entry = {
  item: string
  code: string
  parts: string[]
  station: string | null
  status: string
  /** how many files lie beside its sheets to be read */
  material?: number
}
export type Sheet = {
  item: string
  code: string
  part: string
  version: number
  marks: Marks | null
  note: string
  confirmed: boolean
  mine_confirmed: boolean
  typed_by: string | null
  /** two recorders typed it from the judge's paper */
  recorded?: boolean
  /** the chief judge sent it back to be marked again */
  returned?: boolean
  /** aspects to mark again, since the judges lay too far apart in them */
  again?: string[]
  /** of a joint sheet, by seat */
  team?: Team | null
  set_aside: { reason: string; seq: number } | null
}
/** `withdrawn`: who had confirmed an earlier version; `changed`: the aspects that are others since. */
export type Team = {
  members: string[]
  confirmed: string[]
  withdrawn: string[]
  changed: string[]
  objection: { seat: string; at: string; reason: string } | null
}
export type Gap = { place: string; found: string; allowed: string }
export type Cards = Record<string, Marks>
/** What a panel may see of each other: who is `ready`, `of` so many; `shown` once all are; the `rounds` before. */
export type Flash = {
  item: string
  code: string
  part: string
  ready: string[]
  of: number
  shown: Cards | null
  apart: Gap[]
  rounds: { seq: number; marks: Cards; again: string[]; apart: Gap[] }[]
  open: boolean
  settled: boolean
}
/** `holder`: the line since which the present judge sits there; null on a device of one before. */
export type Seat = { id: string; name: Text; holder?: number | null }
export type Hello = {
  outcome: 'accepted'
  contest: { id: string; title: Text; rehearsal: boolean }
  seat: Seat
  seq: number
  head: string
  now: string
  /** what the contest calls those who mark and who is marked */
  words?: Record<string, Text>
  /** when the journal was restored from a backup, '' for never, and the line that says so */
  epoch?: { at: string; seq: number }
  /** the seat is another judge's by now: this device only delivers what it holds */
  handed_over?: Text | null
  /** numbers of the seat's sheets set aside, whoever's, that wait for a decision */
  open_asides?: number[]
  items: Item[]
  entries: Entry[]
  sheets: Sheet[]
  /** what the seats are called that typed these sheets */
  names: Record<string, Text>
  /** entries called to the stage that this seat marks; `seq`: the line that called them */
  called?: Called[]
  flash?: Flash[]
}
export type Called = { item: string; code: string; part: string; seq: number }

export type FieldFaults = Record<string, { code: string; message: Text }>
export type Accepted = { outcome: 'accepted'; receipt: Receipt; version: number; confirmed: boolean; mine_confirmed?: boolean }
export type SetAside = {
  outcome: 'set_aside'
  reason: string
  message: Text
  receipt: Receipt
  current: Sheet | null
}
/** `retry`: nothing was wrong with the message; the same one is to be sent again. */
export type RefusedAnswer = { outcome: 'refused'; code: string; message: Text; fields?: FieldFaults; retry?: boolean }
export type Answer = Accepted | SetAside | RefusedAnswer

/** `item|code|part`: one sheet of this seat. */
export type SheetKey = string
export function sheetKey(at: { item: string; code: string; part: string }): SheetKey {
  return `${at.item}|${at.code}|${at.part}`
}

/** By group of a batch: the codes in the order in which this judge called them up. */
export type Orders = Record<string, string[]>

/** What the judge has typed, valid or not; an aspect that is not in here is unscored. */
export type Typed = Record<string, Mark>
export type Draft = {
  key: SheetKey
  item: string
  code: string
  part: string
  typed: Typed
  note: string
  /** version of the sheet this draft grew from; 0 = none */
  base: number
  /** the number of the scheme by which it was typed last; what an earlier page kept has none */
  rulebook?: number
  /** who sat here when it was begun */
  holder?: number
  aside: { reason: string; message: Text; receipt: Receipt; marks: Marks; note: string; current: Sheet | null } | null
  refusal: { code: string; message: Text; fields: FieldFaults } | null
}
/** The sheet that stands (version 0: none does), and what of this seat's was set aside beside it. */
export type KeptSheet = {
  key: SheetKey
  sheet: Sheet
  receipt: Receipt | null
  asideMarks: Marks | null
  /** why a confirmation was refused */
  refusal: { code: string; message: Text } | null
  /** the message that brought it here, as it was sent */
  sent?: Job | null
}

/** One message of the outbox. The request id stays the same however often it is sent. */
export type Job = {
  n?: number
  request: string
  /** object: a member says no to a joint sheet, and in the note why */
  kind: 'sheet' | 'confirm' | 'object'
  key: SheetKey
  item: string
  code: string
  part: string
  marks: Marks
  note: string
  base: number
  rulebook: number
  confirm: boolean
  version: number
  attempts: number
  /** epoch milliseconds before which it is not tried again */
  notBefore: number
  /** brought again after the journal was restored: the number on its old receipt */
  offered?: number
  /** who sat here when it was made, and whether that is not who sits here now */
  holder?: number
  left?: boolean
}
/** A sheet of a judge who sat here before. `seq`: it is with the office under this number; null: only on this device. */
export type Left = {
  request: string
  item: string
  code: string
  part: string
  marks: Marks
  note: string
  base: number
  holder: number
  seq: number | null
  message: Text | null
}
/** `waiting`: until when the chief may let it in; its token is good only then. `practised`: its judge marked a sample.
 * `holder`: the line since which the judge sits there who paired it. As the server paired it; one that an earlier page kept may lack what came later. */
export type Device = Pick<Paired, 'token' | 'seat' | 'contest'> & Partial<Paired> & { practised?: boolean }
/** Under which a device remembers a seat that it sat at before. */
export type FormerKey = `former/${string}`
export const formerKey = ({ contest, seat }: Device): FormerKey => `former/${contest}/${seat.id}`
