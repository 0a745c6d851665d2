/** The floor's addresses. */
import { get, post } from '../shared/api.ts'
import type { Checkin, CheckinSaid, Clock, LateSaid, PressMade, PressSeen } from './types.ts'

const at = (contest: string, item: string, what: string) =>
  `/api/contests/${encodeURIComponent(contest)}/items/${encodeURIComponent(item)}/${what}`

export const floor = {
  checkin: (contest: string, item: string) => get<Checkin>(at(contest, item, 'checkin')),
  say: (contest: string, item: string, said: CheckinSaid, key: string) => post<Checkin>(at(contest, item, 'checkin'), said, { key }),
  close: (contest: string, item: string, numbers: string[], reason: string, key: string) =>
    post<Checkin>(at(contest, item, 'checkin/absent'), { numbers, reason }, { key, timeout: 60_000 }),
  present: (contest: string, item: string, number: string, reason: string, key: string) =>
    post<Checkin>(at(contest, item, 'checkin/present'), { number, reason }, { key }),
  late: (contest: string, item: string, said: LateSaid, key: string) => post<Checkin>(at(contest, item, 'checkin/late'), said, { key }),
  clock: (contest: string, item: string, after: number) => get<Clock>(`${at(contest, item, 'clock')}?after=${after}`, { timeout: 8_000 }),
  press: (contest: string, item: string, made: PressMade & { waited: number | null }, key: string) =>
    post<{ press: PressSeen; recorded: string[] }>(at(contest, item, 'clock'), made, { key, timeout: 10_000 }),
}
