/** The staff of one contest over REST. */
import { get, ifMatch, post } from '../../shared/api.ts'
import type { Link } from '../types.ts'
import type { RoleHere, Staff } from './types.ts'

const at = (contest: string, rest = '') => `/api/contests/${encodeURIComponent(contest)}/staff${rest}`
const of = (contest: string, account: string, what: string) => at(contest, `/${encodeURIComponent(account)}/${what}`)

export const api = {
  staff: (contest: string) => get<Staff>(at(contest)),
  share: (contest: string, shared: boolean, reason: string, seen: Staff, key: string) =>
    post<Staff>(at(contest, '/sharing'), { shared, reason }, { key, headers: ifMatch(seen) }),
  invite: (contest: string, name: string, roles: RoleHere[]) => post<Link>(at(contest, '/invitations'), { name, roles }),
  /** `seen`: the list that this changes; somebody may have changed it since. */
  setRoles: (contest: string, account: string, roles: RoleHere[], seen: Staff) =>
    post<Staff>(of(contest, account, 'roles'), { roles }, { headers: ifMatch(seen) }),
  newPassword: (contest: string, account: string) => post<Link>(of(contest, account, 'password')),
  endSessions: (contest: string, account: string) => post<Staff>(of(contest, account, 'end')),
}
