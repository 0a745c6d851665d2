/** From a board to what is read line by line: groups with a quiet heading, rows, and the hall screen's pages. Pure. */
import type { Board, Head, Part, Place, Row } from './model.ts'

/** `count` is null for a group that the board's depth cuts off: how many it has is then not known here. */
export type Group = {
  kind: 'all' | 'listed' | 'some' | 'none' | 'unranked'
  parts: Part[]
  count: number | null
  /** some score in it is of a panel that is not complete */
  open: boolean
}

export type Heading = { kind: 'heading'; key: string; group: Group }
export type Entry = { kind: 'entry'; key: string; row: Row; place: number | null; tied: boolean; group: Group }
export type Line = Heading | Entry

export const ROWS_A_PAGE = 10
/** A heading is half as high as a row. */
const HEADING = 0.5

/** Rows in order with a heading before each group; a complete group that ranks alone needs none. */
export function linesOf(board: Board): Line[] {
  const runs = runsOf(board)
  const alone = runs.filter(({ group }) => group.kind !== 'unranked').length === 1
  return runs.flatMap(({ group, entries }, i) => {
    const heading: Heading = { kind: 'heading', key: `heading ${i} ${group.kind}`, group }
    return alone && isComplete(group) ? entries : [heading, ...entries]
  })
}

/** Only rows that `query` names by code, name or unit, under the headings of their groups. */
export function found(lines: readonly Line[], query: string): Line[] {
  const wanted = query.trim().toLocaleLowerCase()
  if (!wanted) return [...lines]
  const names = ({ row }: Entry) => [row.code, row.name, row.unit].some((text) => text?.toLocaleLowerCase().includes(wanted))
  const kept = lines.filter((line) => line.kind === 'heading' || names(line))
  return kept.filter((line, i) => line.kind === 'entry' || kept[i + 1]?.kind === 'entry')
}

/** At most ten rows a page; a page begins with the heading of its first row, and none ends with a heading. */
export function pagesOf(lines: readonly Line[]): Line[][] {
  const pages: Line[][] = []
  let page: Line[] = []
  let heading: Heading | null = null
  for (const line of lines) {
    if (line.kind === 'heading') {
      heading = line
      continue
    }
    const added: Line[] = heading && !page.includes(heading) ? [heading, line] : [line]
    if (height([...page, ...added]) > ROWS_A_PAGE + HEADING || rowsOf(page) === ROWS_A_PAGE) {
      pages.push(page)
      page = heading ? [heading, line] : [line]
    } else page.push(...added)
  }
  return page.length ? [...pages, page] : pages
}

/** Keys of entries that are worth a glance: new ones, and those whose score, parts or standing changed. */
export function movedKeys(before: Board | null, now: Board): Set<string> {
  const moved = new Set<string>()
  if (!before || before === now) return moved
  for (const [key, row] of now.rows) {
    const old = before.rows.get(key)
    if (old !== row && told(old) !== told(row)) moved.add(key)
  }
  return moved
}

/** More entries have results than the board lists. */
export const isCut = ({ order, head }: Board): boolean => order.length >= head.depth && order.length < head.entries

/** Every part that the board lists is judged, by everyone who judges it. */
export const isComplete = ({ kind, open }: Group): boolean => (kind === 'all' || kind === 'listed') && !open

const told = (row: Row | undefined) => row && JSON.stringify([row.score, row.parts, row.done, row.provisional, row.status, row.award])
const rowsOf = (page: readonly Line[]) => page.filter((line) => line.kind === 'entry').length
const height = (page: readonly Line[]) => rowsOf(page) + HEADING * (page.length - rowsOf(page))

type Run = { group: Group; entries: Entry[] }

function runsOf(board: Board): Run[] {
  const runs: Run[] = []
  let last = ''
  board.order.forEach((key, i) => {
    const row = board.rows.get(key)!
    const sort = isRanked(row) ? [...row.done].sort().join(' ') : 'unranked '
    if (sort !== last || !runs.length) runs.push({ group: groupOf(board.head, row), entries: [] })
    last = sort
    const run = runs[runs.length - 1]!
    run.group.open ||= row.provisional.length > 0
    run.entries.push(entryOf(row, board.places[i]!, run.group))
  })
  runs.forEach((run, i) => (run.group.count = isCut(board) && i === runs.length - 1 ? null : run.entries.length))
  return runs
}

function entryOf(row: Row, [place, tied]: Place, group: Group): Entry {
  return { kind: 'entry', key: row.key, row, place, tied: tied === 1, group }
}

/** One entry that was looked up by its code, in the group it stands in. */
export function entryFound(head: Head, row: Row, place: Place): Entry {
  return entryOf(row, place, { ...groupOf(head, row), open: row.provisional.length > 0 })
}

function groupOf(head: Head, row: Row): Group {
  const shown = head.parts.filter((part) => part.shown)
  const parts = shown.filter((part) => row.done.includes(part.id))
  return { kind: kindOf(head, row, parts.length, shown.length), parts, count: null, open: false }
}

function kindOf(head: Head, row: Row, done: number, shown: number): Group['kind'] {
  if (!isRanked(row)) return 'unranked'
  if (done === shown && row.score !== null) return shown === head.parts.length ? 'all' : 'listed'
  return done ? 'some' : 'none'
}

function isRanked(row: Row): boolean {
  return row.status === null || row.status === 'present'
}
