/** One entry that the board is too short to list, by its code: its row and its place are the server's. */
import { isCut } from './lines.ts'
import type { Board, Place, Row } from './model.ts'

export type Told = { row: Row; place: Place }
/** `absent`: the board has nothing under this code. `lost`: nobody answered. */
export type Found = Told | 'absent' | 'lost'

const MOST = 24

/** The code to ask for: what is typed could be one, and the board lists more entries than it has room for. */
export function codeBeyond(board: Board, query: string): string | null {
  const code = query.trim()
  if (!isCut(board) || !/\d/u.test(code) || code.length > MOST) return null
  const same = (row: Row) => row.code.toLowerCase() === code.toLowerCase()
  return [...board.rows.values()].some(same) ? null : code
}

export async function lookUp(board: string, code: string, ask: typeof fetch = fetch): Promise<Found> {
  try {
    const reply = await ask(`/boards/${encodeURIComponent(board)}?code=${encodeURIComponent(code)}`, { cache: 'no-cache' })
    if (reply.status === 404) return 'absent'
    return reply.ok ? ((await reply.json()) as Told) : 'lost'
  } catch {
    return 'lost'
  }
}
