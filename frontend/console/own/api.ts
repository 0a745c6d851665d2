/** One's own account over REST. */
import { get, post } from '../../shared/api.ts'
import type { NewToken, OwnPin, OwnSession, PinSet, ProgramToken } from './types.ts'

const at = '/api/account'

export const api = {
  sessions: () => get<OwnSession[]>(`${at}/sessions`),
  end: (session: string) => post<OwnSession[]>(`${at}/sessions/${encodeURIComponent(session)}/end`),
  endAll: () => post<OwnSession[]>(`${at}/sessions/end`),
  pin: () => get<PinSet>(`${at}/pin`),
  setPin: (said: OwnPin) => post<PinSet>(`${at}/pin`, said),
  tokens: () => get<ProgramToken[]>(`${at}/tokens`),
  newToken: (said: NewToken) => post<{ token: string; tokens: ProgramToken[] }>(`${at}/tokens`, said),
  revoke: (token: string) => post<ProgramToken[]>(`${at}/tokens/${encodeURIComponent(token)}/revoke`),
}
