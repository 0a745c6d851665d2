/** One's own sessions, PIN and tokens, as the server tells them. */
export interface OwnSession { id: string; since: string; seen: string; agent: string; here: boolean }
export interface PinSet { since: string | null }
export interface OwnPin { pin: string; password: string }
export interface ProgramToken { id: string; name: string; contest: string; acts: string[]; since: string; until: string; used: string | null }
export interface NewToken { name: string; contest: string; acts: string[]; until: string }
