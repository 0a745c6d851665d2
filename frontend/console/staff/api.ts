/** The staff of one contest over REST. */
import { get, ifMatch, post } from '../../shared/api.ts'
import type { Link, OpenInvitation, RoleSaid } from '../types.ts'
import type { Staff } from './types.ts'

const at = (contest: string, rest = '') => `/api/contests/${encodeURIComponent(contest)}/staff${rest}`
/** Within its contest a role needs no contest. */
const here = (grants: RoleSaid[]) => grants.map(({ item, role }) => ({ item, role }))
const of = (contest: string, account: string, what: string) => at(contest, `/${encodeURIComponent(account)}/${what}`)

export const api = {
  staff: (contest: string) => get<Staff>(at(contest)),
  share: (contest: string, shared: boolean, reason: string, seen: Staff, key: string) =>
    post<Staff>(at(contest, '/sharing'), { shared, reason }, { key, headers: ifMatch(seen) }),
  invite: (contest: string, name: string, grants: RoleSaid[]) => post<Link>(at(contest, '/invitations'), { name, roles: here(grants) }),
  invitations: (contest: string) => get<OpenInvitation[]>(at(contest, '/invitations')),
  uninvite: (contest: string, id: string) => post<OpenInvitation[]>(at(contest, `/invitations/${id}/withdraw`)),
  /** `seen`: the list that this changes; somebody may have changed it since. */
  setRoles: (contest: string, account: string, grants: RoleSaid[], seen: Staff) =>
    post<Staff>(of(contest, account, 'roles'), { roles: here(grants) }, { headers: ifMatch(seen) }),
  newPassword: (contest: string, account: string) => post<Link>(of(contest, account, 'password')),
  endSessions: (contest: string, account: string) => post<Staff>(of(contest, account, 'end')),
}
