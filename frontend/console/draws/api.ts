/** The draws' part of the REST API. */
import { get, post } from '../../shared/api.ts'
import { fetchFile } from '../api.ts'
import type { Assigning, Calling, Draws, DrawSaid, Row, TableRow, Way, What } from './types.ts'

const at = (contest: string, item: string) => `/api/contests/${encodeURIComponent(contest)}/items/${encodeURIComponent(item)}`
const partAt = (contest: string, item: string, part: string) => `${at(contest, item)}/parts/${encodeURIComponent(part)}`
const SLOW = 30_000

export const draws = {
  told: (contest: string, item: string) => get<Draws>(`${at(contest, item)}/draws`),
  layers: (contest: string, item: string, holders: string[], reason: string, key: string) =>
    post<Draws>(`${at(contest, item)}/layers`, { holders, reason }, { key }),
  byChance: (contest: string, item: string, what: What, said: DrawSaid, key: string) =>
    post<Draws>(`${at(contest, item)}/draws/${what}`, said, { key }),
  typed: (contest: string, item: string, what: What, rows: Row[], key: string) =>
    post<Draws>(`${at(contest, item)}/draws/${what}/typed`, { rows }, { key }),
  file(contest: string, item: string, what: What, file: File, key: string) {
    const form = new FormData()
    form.set('file', file)
    return post<Draws>(`${at(contest, item)}/draws/${what}/file`, form, { key, timeout: SLOW })
  },
  template: (contest: string, item: string, what: What) => `${at(contest, item)}/draws/${what}/template.xlsx`,
  table: (contest: string, item: string, layer: number, key: string) =>
    post<{ rows: TableRow[] }>(`${at(contest, item)}/layers/${layer}/table`, {}, { key }),
  slips: (contest: string, item: string, layer: number, lang: string) =>
    fetchFile(`${at(contest, item)}/layers/${layer}/slips`, { method: 'POST', body: JSON.stringify({ lang }) }),
  calling: (contest: string, item: string) => get<Calling>(`${at(contest, item)}/calling`),
  assigning: (contest: string, item: string, part: string, way: Way | '') => get<Assigning>(`${partAt(contest, item, part)}/assigning?way=${way}`),
  assign: (contest: string, item: string, part: string, way: Way, key: string) =>
    post<Assigning>(`${partAt(contest, item, part)}/assigning`, { way }, { key }),
  moreSeats: (contest: string, item: string, part: string, seats: number, key: string) =>
    post<Assigning>(`${partAt(contest, item, part)}/seats`, { seats }, { key, timeout: SLOW }),
  callingUrl: (contest: string, item: string, lang: string) => `${at(contest, item)}/calling.xlsx?lang=${lang}`,
}
