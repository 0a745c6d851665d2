/** Series over REST. */
import { get, ifMatch, post } from '../../shared/api.ts'
import type { Text } from '../../shared/i18n.ts'
import { piece } from '../../shared/at.ts'
import type { Series } from './types.ts'

const at = (id: string) => `/api/series/${piece<'series'>(id)}` as const

export const api = {
  series: () => get('/api/series'),
  make: (id: string, title: Text, contests: string[]) => post('/api/series', { id, title, contests }),
  /** `seen`: the list that this changes; somebody may have changed it since. */
  change: (id: string, title: Text, contests: string[], seen: Series[]) => post(at(id), { title, contests }, { headers: ifMatch(seen) }),
  remove: (id: string) => post(`${at(id)}/remove`),
}
