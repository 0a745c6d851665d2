/** The staff of one contest, as the server tells it. */
import type { StaffAccount } from '../types.ts'

export interface Sharing { now: boolean; since: string | null; reason: string | null; several: { name: string; roles: string[] }[] }
/** `elsewhere`: it has roles in other contests too, which are not told here. */
export interface Member extends StaffAccount { elsewhere: boolean }
export interface Staff { sharing: Sharing; accounts: Member[] }
