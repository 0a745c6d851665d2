/** Deep links: `#/contest/item/tab/code`, `#/contest/-/seats`, `#/-/accounts` (no contest is called `-`). Pure. */
export const TABS = ['progress', 'rulebook', 'draw', 'checkin', 'clock', 'handin', 'material', 'stage', 'type', 'count', 'results', 'advance', 'awards', 'judges', 'aside', 'seats'] as const
export type Tab = (typeof TABS)[number]
export const PAGES = ['item', 'roster', 'links', 'staff', 'story', 'ready', 'devices', 'seats', 'units', 'exports', 'past', 'course'] as const
export type Page = (typeof PAGES)[number]

export const HOUSE = ['accounts', 'new', 'calendar'] as const
/** Pages of no contest. */
export type House = (typeof HOUSE)[number]

export interface Route { contest: string | null; item: string | null; page: Page | null; house: House | null; tab: Tab; code: string | null; sheet: SheetAt | null }
/** A sheet to type, as far as it is chosen: the QR code of a paper sheet names all three. */
export interface SheetAt { part: string; seat: string; code: string }

const isOne = <T extends string>(list: readonly T[], word: string | undefined): word is T => list.includes(word as T)

export function parseRoute(hash: string): Route {
  const [contest, item, third, code, seat, sheet] = hash.replace(/^#?\/?/, '').split('/').map((bit) => decodeURIComponent(bit))
  if (contest === '-') return { contest: null, item: null, page: null, house: isOne(HOUSE, item) ? item : null, tab: 'progress', code: null, sheet: null }
  const route: Route = { contest: contest || null, item: null, page: null, house: null, tab: 'progress', code: null, sheet: null }
  if (item === '-') return { ...route, page: isOne(PAGES, third) ? third : null, code: code || null }
  if (third === 'type') return { ...route, item: item || null, tab: 'type', sheet: { part: code ?? '', seat: seat ?? '', code: sheet ?? '' } }
  return { ...route, item: item || null, tab: isOne(TABS, third) ? third : 'progress', code: code || null }
}

export function hashOf(route: Partial<Route>): string {
  const { contest, item, page, house, tab, code, sheet } = route
  if (house) return `#/-/${house}`
  if (!contest) return '#/'
  const bits = page ? [contest, '-', page, ...(code ? [code] : [])] : item ? [contest, item, tab ?? 'progress', ...(sheet ? [sheet.part, sheet.seat, sheet.code].filter(Boolean) : code ? [code] : [])] : [contest]
  return '#/' + bits.map(encodeURIComponent).join('/')
}
