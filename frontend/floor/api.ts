/** The floor's addresses. */
import { get, post } from '../shared/api.ts'
import { itemAt } from '../shared/at.ts'
import type { CheckinSaid, LateSaid, PressMade } from './types.ts'

const at = <What extends string>(contest: string, item: string, what: What) => `${itemAt(contest, item)}/${what}` as const

export const floor = {
  checkin: (contest: string, item: string) => get(at(contest, item, 'checkin')),
  say: (contest: string, item: string, said: CheckinSaid, key: string) => post(at(contest, item, 'checkin'), said, { key }),
  close: (contest: string, item: string, numbers: string[], reason: string, key: string) =>
    post(at(contest, item, 'checkin/absent'), { numbers, reason }, { key, timeout: 60_000 }),
  present: (contest: string, item: string, number: string, reason: string, key: string) =>
    post(at(contest, item, 'checkin/present'), { number, reason }, { key }),
  late: (contest: string, item: string, said: LateSaid, key: string) => post(at(contest, item, 'checkin/late'), said, { key }),
  clock: (contest: string, item: string, after: number) => get(`${at(contest, item, 'clock')}?after=${after}`, { timeout: 8_000 }),
  press: (contest: string, item: string, made: PressMade & { waited: number | null }, key: string) =>
    post(at(contest, item, 'clock'), made, { key, timeout: 10_000 }),
}
