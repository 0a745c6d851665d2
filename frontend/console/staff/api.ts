/** The staff of one contest over REST. */
import { get, ifMatch, post } from '../../shared/api.ts'
import { contestAt, piece } from '../../shared/at.ts'
import type { RoleSaid } from '../types.ts'
import type { Staff } from './types.ts'

const at = (contest: string) => `${contestAt(contest)}/staff` as const
/** Within its contest a role needs no contest. */
const here = (grants: RoleSaid[]) => grants.map(({ item, role }) => ({ item, role }))
const of = <What extends string>(contest: string, account: string, what: What) => `${at(contest)}/${piece<'account'>(account)}/${what}` as const

export const api = {
  staff: (contest: string) => get(at(contest)),
  share: (contest: string, shared: boolean, reason: string, seen: Staff, key: string) =>
    post(`${at(contest)}/sharing`, { shared, reason }, { key, headers: ifMatch(seen) }),
  invite: (contest: string, name: string, grants: RoleSaid[]) => post(`${at(contest)}/invitations`, { name, roles: here(grants) }),
  invitations: (contest: string) => get(`${at(contest)}/invitations`),
  uninvite: (contest: string, id: string) => post(`${at(contest)}/invitations/${piece<'invitation'>(id)}/withdraw`),
  /** `seen`: the list that this changes; somebody may have changed it since. */
  setRoles: (contest: string, account: string, grants: RoleSaid[], seen: Staff) =>
    post(of(contest, account, 'roles'), { roles: here(grants) }, { headers: ifMatch(seen) }),
  newPassword: (contest: string, account: string) => post(of(contest, account, 'password')),
  endSessions: (contest: string, account: string) => post(of(contest, account, 'end')),
}
