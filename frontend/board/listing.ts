/** The list of public boards, as `GET /boards` gives it. */
import type { Head, Text } from './model.ts'

export type Listed = { board: string; n: number; head: Head }

export type Contest = { id: string; title: Text; rehearsal: boolean; boards: Listed[] }

export function byContest(boards: readonly Listed[]): Contest[] {
  const contests = new Map<string, Contest>()
  for (const board of boards) {
    const { contest_id: id, contest: title, rehearsal } = board.head
    const contest = contests.get(id) ?? { id, title, rehearsal, boards: [] }
    contest.boards.push(board)
    contests.set(id, contest)
  }
  return [...contests.values()]
}
