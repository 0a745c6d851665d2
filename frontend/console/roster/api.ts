/** The console's client of registering, reviewing and imported marks. */
import { get, post } from '../../shared/api.ts'
import type { Filter, LinkMade, NewLink, RegistrationSeen, ReviewPage, ReviewRow, ScoresTold, ScoreTable, UnitLinks, Verdict } from './types.ts'

const FILE = 120_000
const at = (contest: string) => `/api/contests/${encodeURIComponent(contest)}`
const personAt = (contest: string, id: string) => `${at(contest)}/roster/people/${encodeURIComponent(id)}`
const scoresAt = (contest: string, item: string, part: string) =>
  `${at(contest)}/items/${encodeURIComponent(item)}/scores/${encodeURIComponent(part)}`

export interface Asked { item: string; state: Filter; find: string; after: number }

function form(file: File): FormData {
  const made = new FormData()
  made.set('file', file)
  return made
}

export const rosterApi = {
  page: (contest: string, asked: Asked) => get<ReviewPage>(`${at(contest)}/roster?${new URLSearchParams({ ...asked, after: String(asked.after) })}`),
  review: (contest: string, rows: ReviewRow[], state: Verdict, note: string, key: string) =>
    post<unknown>(`${at(contest)}/roster/review`, { rows: rows.map(({ id, at }) => ({ id, at })), state, note }, { key }),
  undo: (contest: string, ids: string[], key: string) => post<unknown>(`${at(contest)}/roster/review/undo`, { ids }, { key }),
  person: (contest: string, id: string) => get<RegistrationSeen>(personAt(contest, id)),
  photoUrl: (contest: string, id: string, version: string) => `${personAt(contest, id)}/photo?${new URLSearchParams({ version })}`,
  fileUrl: (contest: string, kind: 'xlsx' | 'csv' | 'json', asked: { item: string; lang: string }) =>
    `${at(contest)}/exports/roster.${kind}?${new URLSearchParams(asked)}`,

  links: (contest: string) => get<UnitLinks>(`${at(contest)}/links`),
  makeLink: (contest: string, body: NewLink) => post<LinkMade>(`${at(contest)}/links`, body),
  withdrawLink: (contest: string, id: string) => post<unknown>(`${at(contest)}/links/${encodeURIComponent(id)}/withdraw`),
  setQuotas: (contest: string, unit: string, most: Record<string, number>) => post<UnitLinks>(`${at(contest)}/quotas`, { unit, most }),

  scores: (contest: string, item: string, part: string) => get<ScoreTable>(scoresAt(contest, item, part)),
  scoresTemplate: (contest: string, item: string, part: string) => `${scoresAt(contest, item, part)}/template.xlsx`,
  readScores: (contest: string, item: string, part: string, file: File) =>
    post<ScoresTold>(`${scoresAt(contest, item, part)}/read`, form(file), { timeout: FILE }),
  applyScores: (contest: string, item: string, part: string, file: File, digest: string, reason: string, key: string) =>
    post<ScoresTold>(`${scoresAt(contest, item, part)}?${new URLSearchParams({ digest, reason })}`, form(file), { key, timeout: FILE }),
}
