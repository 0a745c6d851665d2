/** Series over REST. */
import { get, ifMatch, post } from '../../shared/api.ts'
import type { Text } from '../../shared/i18n.ts'
import type { Series } from './types.ts'

const at = (id: string, rest = '') => `/api/series/${encodeURIComponent(id)}${rest}`

export const api = {
  series: () => get<Series[]>('/api/series'),
  make: (id: string, title: Text, contests: string[]) => post<Series[]>('/api/series', { id, title, contests }),
  /** `seen`: the list that this changes; somebody may have changed it since. */
  change: (id: string, title: Text, contests: string[], seen: Series[]) => post<Series[]>(at(id), { title, contests }, { headers: ifMatch(seen) }),
  remove: (id: string) => post<Series[]>(at(id, '/remove')),
}
