/** Where the page is, kept in the fragment so that the back gesture works: '' the list, `#sheet/item/code/part` a sheet. */
import type { SheetKey } from './types.ts'
import { sheetKey } from './types.ts'

function read(): SheetKey | null {
  const [page, ...at] = location.hash.slice(1).split('/').map(decodeURIComponent)
  const [item, code, part] = at
  return page === 'sheet' && item && code && part ? sheetKey({ item, code, part }) : null
}

let sheet = $state<SheetKey | null>(null)

export const route = {
  get sheet(): SheetKey | null {
    return sheet
  },
}

export function hrefOf(key: SheetKey): string {
  return `#sheet/${key.split('|').map(encodeURIComponent).join('/')}`
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
  sheet = read()
  window.addEventListener('hashchange', () => {
    sheet = read()
    window.scrollTo(0, 0)
  })
}
