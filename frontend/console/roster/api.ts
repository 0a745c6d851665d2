/** The console's client of registering, reviewing and imported marks. */
import { get, ifMatch, post } from '../../shared/api.ts'
import { contestAt as at, itemAt, piece, query } from '../../shared/at.ts'
import { form } from '../../shared/form.ts'
import type { Filter, NewLink, ReviewRow, UnitLinks, Verdict } from './types.ts'

const FILE = 120_000
const personAt = (contest: string, id: string) => `${at(contest)}/roster/people/${piece<'registration'>(id)}` as const
const scoresAt = (contest: string, item: string, part: string) =>
  `${itemAt(contest, item)}/scores/${piece<'part'>(part)}` as const

export interface Asked { item: string; state: Filter; find: string; after: number }

export const rosterApi = {
  page: (contest: string, asked: Asked) => get(`${at(contest)}/roster?${query({ ...asked, after: String(asked.after) })}`),
  review: (contest: string, rows: ReviewRow[], state: Verdict, note: string, key: string) =>
    post(`${at(contest)}/roster/review`, { rows: rows.map(({ id, at }) => ({ id, at })), state, note }, { key }),
  undo: (contest: string, ids: string[], key: string) => post(`${at(contest)}/roster/review/undo`, { ids }, { key }),
  person: (contest: string, id: string) => get(personAt(contest, id)),
  photoUrl: (contest: string, id: string, version: string) => `${personAt(contest, id)}/photo?${query({ version })}`,
  fileUrl: (contest: string, kind: 'xlsx' | 'csv' | 'json', asked: { item: string; lang: string }) =>
    `${at(contest)}/exports/roster.${kind}?${query(asked)}`,

  links: (contest: string) => get(`${at(contest)}/links`),
  makeLink: (contest: string, body: NewLink) => post(`${at(contest)}/links`, body),
  withdrawLink: (contest: string, id: string) => post(`${at(contest)}/links/${piece<'link'>(id)}/withdraw`),
  setQuotas: (contest: string, unit: string, most: Record<string, number>, seen: UnitLinks) => post(`${at(contest)}/quotas`, { unit, most }, { headers: ifMatch(seen) }),

  scores: (contest: string, item: string, part: string) => get(scoresAt(contest, item, part)),
  scoresTemplate: (contest: string, item: string, part: string) => `${scoresAt(contest, item, part)}/template.xlsx`,
  readScores: (contest: string, item: string, part: string, file: File) =>
    post(`${scoresAt(contest, item, part)}/read`, form(file), { timeout: FILE }),
  applyScores: (contest: string, item: string, part: string, file: File, digest: string, reason: string, key: string) =>
    post(`${scoresAt(contest, item, part)}?${query({ digest, reason })}`, form(file), { key, timeout: FILE }),
}
