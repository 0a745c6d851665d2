/** One's own sessions, PIN and tokens: the shapes of the API, generated from its document (scripts/types.sh). */
export type { NewToken, OwnPin, OwnSession, PinSet, ProgramToken, TokenMade } from '../../generated/api.ts'
