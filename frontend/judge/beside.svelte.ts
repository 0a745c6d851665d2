/** What lies beside a sheet to be read: whether it is open, and its viewer, which comes once the page stands idle. */
import { Later } from '../shared/later.svelte.ts'

export const viewer = new Later(() => import('./material/Beside.svelte'))

/** Whether the screen is such; the page is drawn again when that changes. */
class Screen {
  current = $state(false)

  constructor(query: string) {
    const list = matchMedia(query)
    this.current = list.matches
    list.addEventListener('change', () => (this.current = list.matches))
  }
}

/** Room for the sheet's pad beside it, and none below it on a phone held sideways. */
export const wide = new Screen('(min-width: 900px), (min-width: 560px) and (max-height: 500px)')
/** Room for rows and, beside them, the entry that is open with the pad below it. */
export const column = new Screen('(min-width: 900px) and (min-height: 501px)')
/** Room for what is read and the sheet, side by side. */
const roomy = new Screen('(min-width: 900px) and (min-height: 501px) and (orientation: landscape)')

/** What scrolls into sight stays above a dock that lies over the foot of the page; without one nothing is kept free. */
export function standOn(dock: HTMLElement | null): () => void {
  const { style } = document.documentElement
  style.setProperty('--dock', `${dock?.offsetHeight ?? 0}px`)
  return () => style.removeProperty('--dock')
}

class Beside {
  /** what the judge chose; null: as the screen has room */
  private chosen = $state<boolean | null>(null)

  get isOpen(): boolean {
    return this.chosen ?? roomy.current
  }

  get isSplit(): boolean {
    return this.isOpen && roomy.current
  }

  turn = (): void => {
    this.chosen = !this.isOpen
  }
}

export const beside = new Beside()
