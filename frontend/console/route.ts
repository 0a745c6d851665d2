/** Deep links: `#/contest/item/tab/code`, `#/contest/-/seats`, `#/contest/-/units`. Pure. */
export const TABS = ['progress', 'stage', 'count', 'results', 'advance', 'awards', 'judges', 'aside', 'seats'] as const
export type Tab = (typeof TABS)[number]
export const PAGES = ['devices', 'seats', 'units', 'exports'] as const
export type Page = (typeof PAGES)[number]

export interface Route { contest: string | null; item: string | null; page: Page | null; tab: Tab; code: string | null }

const isOne = <T extends string>(list: readonly T[], word: string | undefined): word is T => list.includes(word as T)

export function parseRoute(hash: string): Route {
  const [contest, item, third, code] = hash.replace(/^#?\/?/, '').split('/').map((bit) => decodeURIComponent(bit))
  const route: Route = { contest: contest || null, item: null, page: null, tab: 'progress', code: null }
  if (item === '-') return { ...route, page: isOne(PAGES, third) ? third : null }
  return { ...route, item: item || null, tab: isOne(TABS, third) ? third : 'progress', code: code || null }
}

export function hashOf(route: Partial<Route>): string {
  const { contest, item, page, tab, code } = route
  if (!contest) return '#/'
  const bits = page ? [contest, '-', page] : item ? [contest, item, tab ?? 'progress', ...(code ? [code] : [])] : [contest]
  return '#/' + bits.map(encodeURIComponent).join('/')
}
