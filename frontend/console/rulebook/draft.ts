/** What is being edited and not set yet, kept in this browser (localStorage), so that a closed tab loses nothing. */
import type { Book } from './types.ts'

export interface Kept { version: number; at: string; book: Book }

const key = (contest: string, item: string) => `contest.rulebook.${contest}.${item}`

/** The draft that was made on this version of the rulebook; an older one is of no use any more. */
export function keptDraft(contest: string, item: string, version: number): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key(contest, item)) ?? 'null') as Kept | null
    return kept?.version === version ? kept : null
  } catch {
    return null // storage may be shut, or hold what nobody wrote
  }
}

export function keepDraft(contest: string, item: string, version: number, book: Book): boolean {
  try {
    localStorage.setItem(key(contest, item), JSON.stringify({ version, at: new Date().toISOString(), book } satisfies Kept))
    return true
  } catch {
    return false
  }
}

export function dropDraft(contest: string, item: string): void {
  try {
    localStorage.removeItem(key(contest, item))
  } catch {
    // nothing was kept then either
  }
}
