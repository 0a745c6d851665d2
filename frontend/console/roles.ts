/** Roles as people are given them: what each is for, and where it holds. Pure. */
import type { ContestLine, Grant, RoleSaid } from './types.ts'

export const ROLES = ['organizer', 'chief', 'officer', 'recorder', 'supervisor', 'viewer'] as const

export const saidOf = (grants: Grant[]): RoleSaid[] => grants.map(({ contest, item, role }) => ({ contest, item: item ?? '', role }))

/** Whether it is the same role in the same place. */
export const same = (one: RoleSaid, other: RoleSaid) => one.contest === other.contest && one.item === other.item && one.role === other.role

/** What the item of a role is called, its id where it is not known, "" where the role is not of one. */
export const itemOf = (contests: ContestLine[] | null, { contest, item }: Grant | RoleSaid) =>
  contests?.find(({ id }) => id === contest)?.items.find(({ id }) => id === item)?.name || item || ''

/** With the role, or without it where it was there. */
export function toggled(grants: RoleSaid[], role: RoleSaid): RoleSaid[] {
  return grants.some((each) => same(each, role)) ? grants.filter((each) => !same(each, role)) : [...grants, role]
}
