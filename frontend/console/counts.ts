/** What a clerk types or pastes of votes and ballots. Pure. */
import type { Ballots, BallotRule, VotesRow } from './types.ts'

/** `1,234`, `１２３４` and `1234` are the same count; null: it is none, so that it is asked about and not guessed. */
export function count(text: string): number | null {
  const plain = text.trim().replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
  if (!/^(\d+|\d{1,3}([,，]\d{3})+)$/.test(plain)) return null
  return Number(plain.replace(/[,，]/g, ''))
}

export interface Pasted { values: Record<string, string>; unknown: string[] }

/**
 * A stretch of cells as Excel copies it. Two columns: whose, by code or by name, and the votes. One column: the votes of
 * the entries from `start` on. A first line without a figure is a head.
 */
export function pasted(text: string, rows: VotesRow[], start: number): Pasted {
  const lines = text.replace(/\r/g, '').split('\n').filter((line) => line.trim() !== '').map((line) => line.split('\t').map((cell) => cell.trim()))
  const wide = lines.some((cells) => cells.length > 1)
  if (!wide) {
    return { values: Object.fromEntries(lines.slice(0, rows.length - start).map((cells, i) => [rows[start + i]!.code, cells[0]!])), unknown: [] }
  }
  const values: Record<string, string> = {}
  const unknown: string[] = []
  for (const [i, cells] of lines.entries()) {
    const code = cells.map((cell) => codeOf(cell, rows)).find(Boolean)
    const said = [...cells].reverse().find((cell) => count(cell) !== null)
    if (code) values[code] = said ?? cells.at(-1)! // what is no figure is put in its cell, where it is seen
    else if (i > 0 || said !== undefined) unknown.push(cells.join(' '))
  }
  return { values, unknown }
}

function codeOf(cell: string, rows: VotesRow[]): string | null {
  const found = rows.filter((row) => row.code.toLowerCase() === cell.toLowerCase() || (row.name !== null && row.name === cell))
  return found.length === 1 ? found[0]!.code : null
}

/** At most `most` an act: a long table goes in several. */
export function portions(votes: Record<string, number>, most = 1000): Record<string, number>[] {
  const all = Object.entries(votes)
  return Array.from({ length: Math.ceil(all.length / most) }, (_, i) => Object.fromEntries(all.slice(i * most, (i + 1) * most)))
}

export const PAPERS = ['present', 'issued', 'returned', 'valid'] as const
export type Paper = (typeof PAPERS)[number]
export type Papers = Record<Paper, string>

/** The first paper count that is none, or more than the one before it; null when all are in order. */
export function wrongPaper(papers: Papers, members: number): Paper | null {
  let most = members
  for (const paper of PAPERS) {
    const n = count(papers[paper])
    if (n === null || n > most) return paper
    most = n
  }
  return null
}

export const quorate = (rule: BallotRule, present: number) => present * 100 >= Number(rule.quorum) * rule.members

/** What the votes for are a share of. */
export function base(rule: BallotRule, papers: Papers): number {
  return rule.of === 'all' ? rule.members : (count(papers[rule.of]) ?? 0)
}

/** null: the rule elects nobody, it only scores, or there is nothing to share yet. */
export function elects(rule: BallotRule, votes: number, of: number): boolean | null {
  if (rule.passes === null || !of) return null
  const share = votes * 100 - Number(rule.passes) * of
  return rule.over ? share > 0 : share >= 0
}

/** Who may stand in a run-off: those not elected, or all where nobody is by rule; most votes first. */
export function standing(ballots: Ballots): string[] {
  return ballots.rows.filter((row) => row.score !== null && row.elected !== true).map((row) => row.code)
}

/** Groups of at least two with the same votes in the newest ballot, most votes first. */
export function equals(ballots: Ballots): string[][] {
  const groups = new Map<number, string[]>()
  for (const line of ballots.held.at(-1)?.votes ?? []) groups.set(line.for, [...(groups.get(line.for) ?? []), line.code])
  return [...groups].filter(([, codes]) => codes.length > 1).sort(([a], [b]) => b - a).map(([, codes]) => codes)
}
