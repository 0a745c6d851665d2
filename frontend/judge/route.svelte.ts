/** Where the page is, kept in the fragment so that the back gesture works: '' the list, `#sheet/item/code/part` a sheet,
 * `#batch/item/part` a batch, `#practice` a sample,
 * `#left` what a judge before left. */
import type { SheetKey } from './types.ts'
import { sheetKey } from './types.ts'

type Place = { sheet: SheetKey | null; batch: string | null; practice: boolean; left: boolean }

function read(): Place {
  const [page, ...at] = location.hash.slice(1).split('/').map(plain)
  const [item, code, part] = at
  const sheet = page === 'sheet' && item && code && part ? sheetKey({ item, code, part }) : null
  return { sheet, batch: page === 'batch' && item && code ? `${item}|${code}` : null, ...{ practice: page === 'practice', left: page === 'left' } }
}

/** A fragment that somebody mistyped leads to the list. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

let place = $state.raw<Place>({ sheet: null, batch: null, practice: false, left: false })

export const route = {
  get sheet(): SheetKey | null {
    return place.sheet
  },
  get left(): boolean {
    return place.left
  },
  get practice(): boolean {
    return place.practice
  },
  /** what lies over the page, as `lay` laid it there */
  get over(): string | null {
    return over
  },
  /** id of the group */
  get batch(): string | null {
    return place.batch
  },
}

function fragment(page: string, id: string): string {
  return `#${page}/${id.split('|').map(encodeURIComponent).join('/')}`
}

export function hrefOf(key: SheetKey): string {
  return fragment('sheet', key)
}

export function batchHref(group: string): string {
  return fragment('batch', group)
}

/**
 * Lays something over the page, as a step of its own in the history, so that the back gesture takes it off instead of
 * leaving the page. What is taken off here (`null`) leaves an empty step, which the next one fills and the way back skips.
 */
let over = $state<string | null>(null)
let isStep = false

export function lay(what: string | null): void {
  if (isStep) history.replaceState({ over: what }, '')
  else if (what) history.pushState({ over: what }, '')
  over = what
  isStep ||= what !== null
}

function stepped(): void {
  const [isEmpty, before] = [isStep && !over, place]
  place = read()
  isStep = history.state !== null
  over = (history.state as { over: string | null } | null)?.over ?? null
  if (isEmpty && !isStep && JSON.stringify(before) === JSON.stringify(place)) history.back()
}

export function go(key: SheetKey | null): void {
  location.hash = key ? hrefOf(key) : ''
}

/** The token of a pairing link; it leaves the address, and with it the history, before anything else happens. */
export function takePairingToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('pair')
  if (token) history.replaceState(null, '', location.pathname + location.search)
  return token
}

export function follow(): void {
  stepped()
  window.addEventListener('popstate', stepped)
  window.addEventListener('hashchange', () => {
    place = read()
    window.scrollTo(0, 0)
  })
}
