/** Where things stand on the hall screen, in its units (1920 × 1080 on a 16:9 screen). */
import { fit } from './fit.ts'
import type { Fitted, Measure, Sizes } from './fit.ts'
import type { Part, Row } from './model.ts'

export const NAME: Sizes = { size: 50, small: 32, unit: 32, gap: 28 }
/** Units are set as large as the longest of them allows, up to this; all alike, and never below `NAME.unit`. */
const UNIT_MOST = 44
const SCORE = 74
const STATUS = 40
const PART = 34
const PLACE = 58
const TIED = 22
const CAPTION: Sizes = { size: 24, small: 20, unit: 20, gap: 0 }
const AWARD = 38
const OPEN = 24
const OPEN_GAP = 10
const EDGE = 72
const GAP = 40
/** Part scores together get at most this share of the line; one alone, no more than it needs to stand in a column. */
const PARTS_SHARE = 0.45
const PART_MOST = 260
/** Beside an award a name gets up to this share, so that the award is read with the name. */
const AWARDED_NAME = 0.4

export type Columns = {
  place: number
  score: number
  /** the name and behind it the unit; with awards, the name alone */
  who: number
  parts: { id: string; title: Fitted; width: number }[]
  award: number
  /** 0 where the unit follows on the name */
  unit: number
  /** size of the units' letters */
  unitSize: number
}

export type Wanted = {
  /** width of the screen */
  screen: number
  rows: readonly Row[]
  /** the longest place, and the word that it is shared: it has its room always, so that a tie moves nothing */
  places: { widest: string; tied: string }
  parts: readonly Part[]
  /** as it is written: filled up to the same digits after the point */
  scoreText: (row: Row) => string
  statusText: (row: Row) => string
  partName: (part: Part) => string
  awardName: (row: Row) => string
  whoName: (row: Row) => string
  /** the word beside figures that will change; "" where there are none: it has its room in every row */
  openWord: string
}

/** Widths of the columns: what is read in figures gets what it needs, names get the rest. Awards stand in the parts' place, right behind the name. */
export function columnsOf(wanted: Wanted, measure: Measure): Columns {
  const { rows, places } = wanted
  const widest = (text: (row: Row) => string, size: number) =>
    Math.ceil(rows.reduce((most, row) => Math.max(most, measure(text(row), size)), 0))
  const place = measure(places.widest, PLACE) + measure(places.tied, TIED) + GAP
  const open = openWidth(wanted, measure)
  const score = Math.max(widest(wanted.scoreText, SCORE) + open, widest(wanted.statusText, STATUS))
  const awarded = widest(wanted.awardName, AWARD)
  const room = wanted.screen - 2 * EDGE - place - score - GAP
  const name = widest(wanted.whoName, NAME.size)
  if (awarded) {
    const [who, award] = [Math.min(name, room * AWARDED_NAME), awarded + 2 * GAP]
    const unit = room - who - award
    return { place, score, who, parts: [], award, unit, unitSize: unitSize(rows, () => unit, measure) }
  }
  const named = name + NAME.gap + widest((row) => row.unit ?? '', UNIT_MOST)
  const parts = partColumns(wanted, Math.max(room * PARTS_SHARE, room - named - GAP), measure)
  const who = parts.reduce((left, part) => left - part.width, room)
  const beside = (row: Row) => who - measure(wanted.whoName(row), NAME.size) - NAME.gap
  return { place, score, who, parts, award: 0, unit: 0, unitSize: unitSize(rows, beside, measure) }
}

/** The size at which every unit stands in full in the room that its row has for it, between the least and the most. */
function unitSize(rows: readonly Row[], room: (row: Row) => number, measure: Measure): number {
  const sizes = rows.filter((row) => row.unit).map((row) => (NAME.unit * room(row)) / Math.max(1, measure(row.unit ?? '', NAME.unit)))
  return Math.max(NAME.unit, Math.floor(Math.min(UNIT_MOST, ...sizes)))
}

const openWidth = ({ openWord }: Wanted, measure: Measure) => (openWord ? measure(openWord, OPEN) + OPEN_GAP : 0)

/** Columns of one width, so that figures are found again; the widest of them says how wide, if there is room. */
function partColumns(wanted: Wanted, most: number, measure: Measure): Columns['parts'] {
  const { parts, rows, partName } = wanted
  const figures = (part: Part) => rows.reduce((sum, row) => Math.max(sum, measure(row.parts[part.id] ?? '', PART)), 0) + openWidth(wanted, measure)
  const needed = Math.max(0, ...parts.map((part) => Math.max(figures(part), measure(partName(part), CAPTION.size)))) + GAP
  const width = Math.min(most / Math.max(1, parts.length), Math.max(needed, PART_MOST))
  return parts.map((part) => {
    return { id: part.id, title: fit(partName(part), null, width - GAP / 2, CAPTION, measure), width }
  })
}
