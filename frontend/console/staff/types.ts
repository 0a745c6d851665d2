/** The staff of one contest: the shapes of the API, generated from its document (scripts/types.sh). */
export type { ContestAccount as Member, SharedRoles as Sharing, Staff } from '../../generated/api.ts'
