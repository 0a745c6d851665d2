/** What the contest calls who marks and who is marked; until it is known, and where it cannot be, the usual words. */
import type { CalledByItem } from '../generated/api.ts'
import { get } from '../shared/api.ts'
import { contestAt } from '../shared/at.ts'
import { pick, t } from '../shared/i18n.ts'
import type { Head } from './model.ts'
import { whoColumn } from './say.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

class Called {
  private items = $state.raw<CalledByItem['items']>({})
  private asked = ''

  /** Asks once for a contest; a board works without the answer. */
  async ask(contest: string): Promise<void> {
    if (this.asked === contest) return
    this.asked = contest
    try {
      this.items = (await get(`${contestAt(contest)}/words`)).items
    } catch {
      this.asked = ''
    }
  }

  /** The head of the column of names; `id`: the board's. */
  who(id: string, head: Head): string {
    const column = whoColumn(head)
    const known = this.items[item(id)]
    return column.startsWith('name.') && known ? capital(pick(known.entry)) : t(`board.column.${column}`)
  }

  /** Those who mark. */
  judges(id: string): string {
    const known = this.items[item(id)]
    return known ? pick(known.judges) : t('board.judges')
  }
}

const item = (board: string): string => board.split('.')[1] ?? ''

export const called = new Called()
