/** The draws' part of the REST API. */
import { get, post } from '../../shared/api.ts'
import { fetchFile } from '../api.ts'
import { itemAt as at, piece } from '../../shared/at.ts'
import { form } from '../../shared/form.ts'
import type { DrawSaid, Row, Way, What } from './types.ts'

const partAt = (contest: string, item: string, part: string) => `${at(contest, item)}/parts/${piece<'part'>(part)}` as const
const SLOW = 30_000

export const draws = {
  told: (contest: string, item: string) => get(`${at(contest, item)}/draws`),
  layers: (contest: string, item: string, holders: string[], reason: string, key: string) =>
    post(`${at(contest, item)}/layers`, { holders, reason }, { key }),
  byChance: (contest: string, item: string, what: What, said: DrawSaid, key: string) =>
    post(`${at(contest, item)}/draws/${piece<'what'>(what)}`, said, { key }),
  typed: (contest: string, item: string, what: What, rows: Row[], key: string) =>
    post(`${at(contest, item)}/draws/${piece<'what'>(what)}/typed`, { rows }, { key }),
  file: (contest: string, item: string, what: What, file: File, key: string) =>
    post(`${at(contest, item)}/draws/${piece<'what'>(what)}/file`, form(file), { key, timeout: SLOW }),
  template: (contest: string, item: string, what: What) => `${at(contest, item)}/draws/${piece<'what'>(what)}/template.xlsx`,
  table: (contest: string, item: string, layer: number, key: string) =>
    post(`${at(contest, item)}/layers/${piece<'layer'>(layer)}/table`, {}, { key }),
  slips: (contest: string, item: string, layer: number, lang: string) =>
    fetchFile(`${at(contest, item)}/layers/${piece<'layer'>(layer)}/slips`, { method: 'POST', body: JSON.stringify({ lang }) }),
  calling: (contest: string, item: string) => get(`${at(contest, item)}/calling`),
  assigning: (contest: string, item: string, part: string, way: Way | '') => get(`${partAt(contest, item, part)}/assigning?way=${way}`),
  assign: (contest: string, item: string, part: string, way: Way, key: string) =>
    post(`${partAt(contest, item, part)}/assigning`, { way }, { key }),
  moreSeats: (contest: string, item: string, part: string, seats: number, key: string) =>
    post(`${partAt(contest, item, part)}/seats`, { seats }, { key, timeout: SLOW }),
  callingUrl: (contest: string, item: string, lang: string) => `${at(contest, item)}/calling.xlsx?lang=${lang}`,
}
