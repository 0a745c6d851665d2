/** One's own account over REST. */
import { get, post } from '../../shared/api.ts'
import { piece } from '../../shared/at.ts'
import type { NewToken, OwnPin } from './types.ts'

const at = '/api/account'

export const api = {
  sessions: () => get(`${at}/sessions`),
  end: (session: string) => post(`${at}/sessions/${piece<'session'>(session)}/end`),
  endAll: () => post(`${at}/sessions/end`),
  pin: () => get(`${at}/pin`),
  setPin: (said: OwnPin) => post(`${at}/pin`, said),
  tokens: () => get(`${at}/tokens`),
  newToken: (said: NewToken) => post(`${at}/tokens`, said),
  revoke: (token: string) => post(`${at}/tokens/${piece<'token'>(token)}/revoke`),
}
