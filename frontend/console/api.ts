/** The console's client of the documented REST API: one function per address, shapes of types.ts. */
import { csrfHeader, del, get, ifMatch, post, type Refusal, Refused, setCsrf, Unreachable } from '../shared/api.ts'
import { contestAt, itemAt, piece, query } from '../shared/at.ts'
import { form } from '../shared/form.ts'
import type { SheetAt } from './route.ts'
import type {
  ActBody, ActName, Ballots, BallotSaid, JudgesPlanned, MaterialSaid, NewContest, PenaltyBody, RecusalSaid, RoleSaid, Second, Session, StaffAccount, StageAct, StatusSaid, TieSaid, TypedSheet, VotesTable,
} from './types.ts'

const entryAt = (contest: string, item: string, code: string) =>
  `${itemAt(contest, item)}/entries/${piece<'code'>(code)}` as const
const partAt = <What extends 'votes' | 'ballots' | 'parts'>(contest: string, item: string, what: What, part: string) =>
  `${itemAt(contest, item)}/${what}/${piece<'part'>(part)}` as const

const typingAt = (contest: string, item: string, part: string, seat: string) =>
  `${itemAt(contest, item)}/typing/${piece<'part'>(part)}/${piece<'seat'>(seat)}` as const

function kept(session: Session): Session {
  setCsrf(session.csrf)
  return session
}

/** Argon2 takes its time on a busy laptop; an act of two persons checks two passwords. */
const SLOW = 30_000
/** What the server does in a process of its own may take this long, before it gives up itself. */
const APART = 130_000
/** How a roster is read; underway: the key under which the server tells how far it is. */
interface RosterHow { mode: 'add' | 'replace'; day: string; underway: string }
/** A spreadsheet of 30,000 rows, sent over a hall's Wi-Fi and read. */
const FILE = 120_000

export const templateUrl = (contest: string, what: 'roster' | 'judges') => `${contestAt(contest)}/${what}/template.xlsx`

export const api = {
  session: async () => kept(await get('/api/session')),
  signIn: async (login: string, password: string) =>
    kept(await post('/api/session', { login, password }, { timeout: SLOW })),
  async signOut() {
    await del('/api/session')
    setCsrf(null)
  },

  invited: (token: string) => post('/api/invitation', { token }),
  accept: async (token: string, login: string, name: string, password: string, existing: boolean) =>
    kept(await post('/api/invitation/accept', { token, login, name, password, existing }, { timeout: SLOW })),
  accounts: () => get('/api/accounts'),
  invite: (name: string, grants: RoleSaid[]) => post('/api/accounts/invitations', { name, grants }),
  invitations: () => get('/api/accounts/invitations'),
  uninvite: (id: string) => post(`/api/accounts/invitations/${piece<'invitation'>(id)}/withdraw`),
  /** `seen`: the list that this changes; somebody may have changed it since. */
  setGrants: (account: string, grants: RoleSaid[], seen: StaffAccount[] | null) =>
    post(`/api/accounts/${piece<'account'>(account)}/grants`, { grants }, { headers: ifMatch(seen) }),
  newPassword: (account: string) => post(`/api/accounts/${piece<'account'>(account)}/password`),
  endSessions: (account: string) => post(`/api/accounts/${piece<'account'>(account)}/end`),
  presets: () => get('/api/presets', { timeout: SLOW }),
  newContest: (body: NewContest, key: string) => post('/api/contests', body, { key, timeout: SLOW }),

  story: (contest: string, asked: { after: number; item: string; code: string; words: string }) =>
    get(`${contestAt(contest)}/story?${query({ ...asked, after: String(asked.after) })}`),
  /** `underway`: the key under which it is asked how far the server is with it. */
  readRoster: (contest: string, file: File, how: RosterHow) => post(`${contestAt(contest)}/roster/read?${query(how)}`, form(file), { timeout: FILE }),
  applyRoster: (contest: string, file: File, how: RosterHow & { digest: string }) =>
    post(`${contestAt(contest)}/roster?${query(how)}`, form(file), { key: how.underway, timeout: FILE }),
  rosterUnderWay: (contest: string, key: string) => get(`${contestAt(contest)}/roster/underway/${piece<'key'>(key)}`),
  preparation: (contest: string, item: string) => get(`${itemAt(contest, item)}/preparation`),
  enter: (contest: string, item: string, key: string) => post(`${itemAt(contest, item)}/entries`, {}, { key, timeout: FILE }),
  draw: (contest: string, item: string, key: string) => post(`${itemAt(contest, item)}/draws/${piece<'what'>('code')}`, {}, { key, timeout: FILE }),
  setUpSeats: (contest: string, item: string, key: string) => post(`${itemAt(contest, item)}/seats`, {}, { key }),
  readJudges: (contest: string, file: File) => post(`${contestAt(contest)}/judges/read`, form(file), { timeout: FILE }),
  seatJudges: (contest: string, file: File, told: JudgesPlanned, key: string) =>
    post(`${contestAt(contest)}/judges`, form(file), { key, timeout: FILE, headers: ifMatch(told) }),

  contests: () => get('/api/contests'),
  contest: (contest: string) => get(contestAt(contest)),
  progress: (contest: string, item: string) => get(`${itemAt(contest, item)}/progress`),
  results: (contest: string, item: string) => get(`${itemAt(contest, item)}/results`),
  check: (contest: string, item: string) => get(`${itemAt(contest, item)}/check`, { timeout: APART }),
  awards: (contest: string, item: string) => get(`${itemAt(contest, item)}/awards`),
  units: (contest: string) => get(`${contestAt(contest)}/units`),
  ready: (contest: string) => get(`${contestAt(contest)}/readiness`, { timeout: SLOW }),
  devices: (contest: string) => get(`${contestAt(contest)}/devices`),
  aside: (contest: string) => get(`${contestAt(contest)}/set-aside`),

  /** `key` stays the same while one dialog retries, so that a doubtful act is done once. */
  act: (contest: string, item: string, act: ActName, body: ActBody, key: string) =>
    post(`${itemAt(contest, item)}/acts/${piece<'act'>(act)}`, body, { key, timeout: act === 'sign' ? APART : SLOW }),

  status: (contest: string, item: string, code: string, status: StatusSaid['status'], reason: string, key: string) =>
    post(`${entryAt(contest, item, code)}/status`, { status, reason }, { key }),
  penalty: (contest: string, item: string, code: string, body: PenaltyBody, key: string) =>
    post(`${entryAt(contest, item, code)}/penalties`, body, { key }),
  notes: (contest: string, item: string, code: string) => get(entryAt(contest, item, code)),
  lift: (contest: string, item: string, code: string, given: number, reason: string, key: string) =>
    post(`${entryAt(contest, item, code)}/penalties/${piece<'given'>(given)}/lift`, { reason }, { key }),
  time: (contest: string, item: string, code: string, part: string, seconds: number, key: string) =>
    post(`${entryAt(contest, item, code)}/times`, { part, seconds }, { key }),

  /** `owner`: the seat the sheet stands under, or "joint" for a team's one sheet. */
  giveBack: (contest: string, item: string, code: string, part: string, owner: string, reason: string, key: string) =>
    post(`${entryAt(contest, item, code)}/return`, { part, owner, reason }, { key }),

  settle: (contest: string, item: string, code: string, part: string, reason: string, key: string) =>
    post(`${entryAt(contest, item, code)}/settle`, { part, reason }, { key }),

  decide: (contest: string, seq: number, how: 'adopt' | 'decline', reason: string, key: string) =>
    post(`${contestAt(contest)}/set-aside/${piece<'seq'>(seq)}/${piece<'how'>(how)}`, { reason }, { key }),
  votes: (contest: string, item: string, part: string) => get(partAt(contest, item, 'votes', part)),
  /** `seen`: what the count was typed over; somebody may have noted another one since. */
  countVotes: (contest: string, item: string, part: string, channel: string, votes: Record<string, number>, seen: VotesTable | null, key: string) =>
    post(`${partAt(contest, item, 'votes', part)}/${piece<'channel'>(channel)}`, { votes }, { key, headers: ifMatch(seen) }),
  voidVotes: (contest: string, item: string, part: string, channel: string, body: { code: string; votes: number; reason: string }, key: string) =>
    post(`${partAt(contest, item, 'votes', part)}/${piece<'channel'>(channel)}/void`, body, { key }),
  ballots: (contest: string, item: string, part: string) => get(partAt(contest, item, 'ballots', part)),
  holdBallot: (contest: string, item: string, part: string, body: BallotSaid, seen: Ballots, key: string) =>
    post(partAt(contest, item, 'ballots', part), body, { key, headers: ifMatch(seen) }),
  round: (contest: string, item: string) => get(`${itemAt(contest, item)}/advance`),
  advance: (contest: string, item: string, count: number, key: string) => post(`${itemAt(contest, item)}/advance`, { count }, { key }),
  stage: (contest: string, item: string) => get(`${itemAt(contest, item)}/stage`),
  onStage: (contest: string, item: string, body: StageAct, key: string) => post(`${itemAt(contest, item)}/stage`, body, { key }),
  ties: (contest: string, item: string) => get(`${itemAt(contest, item)}/ties`),
  decideTie: (contest: string, item: string, body: TieSaid, key: string) => post(`${itemAt(contest, item)}/ties`, body, { key }),
  overrides: (contest: string, item: string) => get(`${itemAt(contest, item)}/overrides`),
  override: (contest: string, item: string, code: string, body: { award: string; reason: string; second: Second | null }, key: string) =>
    post(`${entryAt(contest, item, code)}/award`, body, { key, timeout: SLOW }),
  explanation: (contest: string, item: string, code: string) => get(`${entryAt(contest, item, code)}/explanation`),
  /** Both are computed in a process of their own, which takes its time. */
  judges: (contest: string, item: string, part: string) => get(`${partAt(contest, item, 'parts', part)}/judges`, { timeout: SLOW }),
  robustness: (contest: string, item: string) => get(`${itemAt(contest, item)}/robustness`, { timeout: 150_000 }),

  typing: (contest: string, item: string, part: string, seat: string) => get(typingAt(contest, item, part, seat)),
  typeSheet: (contest: string, item: string, at: SheetAt, body: TypedSheet, key: string) =>
    post(`${typingAt(contest, item, at.part, at.seat)}/${piece<'code'>(at.code)}`, body, { key }),
  alarms: (contest: string, item: string) => get(`${itemAt(contest, item)}/alarms`),
  recusals: (contest: string, item: string) => get(`${itemAt(contest, item)}/recusals`),
  recuse: (contest: string, item: string, body: RecusalSaid, key: string) => post(`${itemAt(contest, item)}/recusals`, body, { key }),

  material: (contest: string, item: string) => get(`${itemAt(contest, item)}/material`),
  /** The server draws the pages before it answers. */
  putMaterial(contest: string, item: string, file: File, said: MaterialSaid, key: string) {
    const about = query(Object.fromEntries(Object.entries(said).filter(([, value]) => value)) as Required<MaterialSaid>)
    return post(`${itemAt(contest, item)}/material?${about}`, form(file), { key, timeout: APART })
  },
  linkMaterial: (contest: string, item: string, number: string, url: string, part: string, key: string) =>
    post(`${itemAt(contest, item)}/material/links`, { number, url, part }, { key }),
  removeMaterial: (contest: string, item: string, id: string, reason: string, key: string) =>
    post(`${itemAt(contest, item)}/material/${piece<'id'>(id)}/remove`, { reason }, { key }),
  materialUrl: (contest: string, item: string, id: string, what: string) => `${itemAt(contest, item)}/material/${id}/${what}`,

  pace: (contest: string, item: string) => get(`${itemAt(contest, item)}/pace`),
  deadline: (contest: string, item: string, part: string, until: string, reason: string, key: string) =>
    post(`${partAt(contest, item, 'parts', part)}/deadline`, { until, reason }, { key }),

  pairing: (contest: string, seat: string) =>
    post(`${contestAt(contest)}/seats/${piece<'seat'>(seat)}/pairing`),
  revoke: (contest: string, seat: string) =>
    post(`${contestAt(contest)}/seats/${piece<'seat'>(seat)}/revoke`),
  resetPin: (contest: string, seat: string, devices: 'stay' | 'go') =>
    post(`${contestAt(contest)}/seats/${piece<'seat'>(seat)}/pin`, { devices }),
  handOver: (contest: string, seat: string, judge: string, reason: string, key: string) =>
    post(`${contestAt(contest)}/seats/${piece<'seat'>(seat)}/handover`, { judge, reason }, { key }),
  setShadow: (contest: string, seat: string, shadow: boolean, reason: string, key: string) =>
    post(`${contestAt(contest)}/seats/${piece<'seat'>(seat)}/shadow`, { shadow, reason }, { key }),
  pairingState: (contest: string) => get(`${contestAt(contest)}/pairing`),
  holdPairing: (contest: string, how: 'open' | 'close') => post(`${contestAt(contest)}/pairing/${how}`),
  decideWaiting: (contest: string, id: string, how: 'admit' | 'deny') =>
    post(`${contestAt(contest)}/pairing/waiting/${piece<'waiter'>(id)}/${how}`),
  /** Seat cards as PDF; asking again voids the older cards of these seats. */
  cards: (contest: string, seats: string[], lang: string) =>
    fetchFile(`${contestAt(contest)}/pairing/cards`, { method: 'POST', body: JSON.stringify({ seats, lang }) }),
}

export const EXPORTS = ['workbook.xlsx', 'results.csv', 'journal.ndjson'] as const
/** One list by itself, the same rows in each kind. */
export const LISTS = ['results', 'sheets', 'awards', 'statistics', 'journal'] as const
export const KINDS = ['xlsx', 'csv', 'json'] as const
export type ExportFile = (typeof EXPORTS)[number] | `${(typeof LISTS)[number]}.${(typeof KINDS)[number]}`

export function exportUrl(contest: string, file: ExportFile, item: string | null, draft: boolean, lang: string): string {
  const asked = new URLSearchParams()
  if (item) asked.set('item', item)
  if (draft) asked.set('draft', '1')
  asked.set('lang', lang)
  return `${contestAt(contest)}/exports/${file}?${asked}`
}

/** Score sheets on paper. */
export const PAPERS = ['blank', 'filled', 'summary'] as const
export type Paper = (typeof PAPERS)[number]

export function paperUrl(contest: string, item: string, asked: { kind: Paper; part: string; seat: string; lang: string }): string {
  return `${itemAt(contest, item)}/papers/sheets.pdf?${query(asked)}`
}

export interface Download { name: string; blob: Blob }

/** The file and its name, or the refusal as a sentence for the page (a plain link would leave the desk for it). */
export async function fetchFile(url: string, init: RequestInit = {}): Promise<Download> {
  let reply: Response
  try {
    const headers = init.body ? { 'Content-Type': 'application/json', ...csrfHeader() } : undefined
    reply = await fetch(url, { credentials: 'same-origin', cache: 'no-store', headers, ...init })
    if (reply.ok) return { name: fileName(reply, url), blob: await reply.blob() }
  } catch (fault) {
    throw new Unreachable(String(fault))
  }
  const refusal = (await reply.json().catch(() => null)) as Refusal | null
  throw refusal?.message ? new Refused(reply.status, refusal) : new Unreachable(String(reply.status))
}

function fileName(reply: Response, url: string): string {
  const said = reply.headers.get('Content-Disposition') ?? ''
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(said)?.[1]
  if (coded) return decodeURIComponent(coded)
  return /filename="?([^";]+)"?/i.exec(said)?.[1] ?? url.split('?')[0]!.split('/').pop()!
}

export function save(file: Download): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file.blob)
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
