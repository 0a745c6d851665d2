/** Words and figures of a board in the page's language. */
import { lang, pick, t } from '../shared/i18n.ts'
import type { Group } from './lines.ts'
import type { Board, Head, Row } from './model.ts'

export const whoIs = (row: Row): string => row.name || row.code

type Standing = Pick<Head, 'state' | 'frozen_at' | 'sealed'>

export const isFrozen = (head: Standing): boolean => head.frozen_at !== null

/** What the column of names holds. */
export const whoColumn = (head: Head): string =>
  head.mode === 'units' ? 'unit' : head.sealed ? 'code' : `name.${head.ranks ?? 'person'}`

/** What `judged` and `of` count. */
export const counted = (head: Pick<Head, 'mode' | 'ranks'>): string =>
  head.mode === 'units' ? 'item' : (head.ranks ?? 'person')

/** The count of the judged says something until all results are known. */
export const isCounting = (head: Pick<Head, 'state' | 'of'>): boolean =>
  head.of > 0 && ['preparing', 'marking', 'locked'].includes(head.state)

/** What is going on, in one word: a frozen board says so while marking goes on behind it. */
export function stateWord(head: Standing): string {
  if (isFrozen(head)) return t('state.frozen')
  return head.state === 'locked' && !head.sealed ? t('board.closed') : t(`state.${head.state}`)
}

/** The word beside a figure that will change, "" beside one that stands. */
export const openWord = ({ provisional }: Row, part?: string): string =>
  (part ? provisional.includes(part) : provisional.length) ? t('board.provisional') : ''

export const hasOpen = (board: Board): boolean => [...board.rows.values()].some((row) => row.provisional.length > 0)

export function groupWord(group: Group): string {
  const parts = group.parts.map((part) => pick(part.name)).join(t('board.group.and'))
  const sentence = t(`board.group.${group.open ? 'open' : group.kind}`, { parts, count: group.count ?? '' })
  return group.count === null ? sentence.replace(/\s*·\s*$/u, '') : sentence
}

/** Clock of the hall's own time zone; another day is said with its date. */
export function clock(at: string | number | null): string {
  if (at === null) return '—'
  const then = new Date(at)
  const time = then.toLocaleTimeString('en-GB', { hour12: false })
  if (then.toDateString() === new Date().toDateString()) return time
  const day = then.toLocaleDateString(lang.now === 'zh' ? 'zh-CN' : 'en-GB', { month: 'long', day: 'numeric' })
  return `${day} ${time}`
}

/** Digits after the point of the longest score: the others are filled up unseen, so that points stand below each other. */
export function decimalsOf(rows: Iterable<Row>): number {
  let most = 0
  for (const { score } of rows) most = Math.max(most, score?.split('.')[1]?.length ?? 0)
  return most
}

export function fillTo(score: string, decimals: number): string {
  const has = score.split('.')[1]?.length ?? 0
  return (has || !decimals ? '' : '.') + '0'.repeat(decimals - has)
}
