/** The console's client of the documented REST API: one function per address, shapes of types.ts. */
import { del, get, post, Refused, setCsrf, Unreachable, type Refusal } from '../shared/api.ts'
import type {
  ActBody, ActName, AwardList, Check, Contest, ContestLine, EntryNotes, Item, Pairing, Progress, Results, Session, SetAside, Status, UnitTable,
} from './types.ts'

const contestAt = (contest: string) => `/api/contests/${encodeURIComponent(contest)}`
const itemAt = (contest: string, item: string) => `${contestAt(contest)}/items/${encodeURIComponent(item)}`
const entryAt = (contest: string, item: string, code: string) =>
  `${itemAt(contest, item)}/entries/${encodeURIComponent(code)}`

function kept(session: Session): Session {
  setCsrf(session.csrf)
  return session
}

/** Argon2 takes its time on a busy laptop; an act of two persons checks two passwords. */
const SLOW = 30_000

export const api = {
  session: async () => kept(await get<Session>('/api/session')),
  signIn: async (login: string, password: string) =>
    kept(await post<Session>('/api/session', { login, password }, { timeout: SLOW })),
  async signOut() {
    await del('/api/session')
    setCsrf(null)
  },

  contests: () => get<ContestLine[]>('/api/contests'),
  contest: (contest: string) => get<Contest>(contestAt(contest)),
  progress: (contest: string, item: string) => get<Progress>(`${itemAt(contest, item)}/progress`),
  results: (contest: string, item: string) => get<Results>(`${itemAt(contest, item)}/results`),
  /** The second calculation runs in a process of its own and may take seconds. */
  check: (contest: string, item: string) => get<Check>(`${itemAt(contest, item)}/check`, { timeout: SLOW }),
  awards: (contest: string, item: string) => get<AwardList>(`${itemAt(contest, item)}/awards`),
  units: (contest: string) => get<UnitTable>(`${contestAt(contest)}/units`),
  aside: (contest: string) => get<SetAside[]>(`${contestAt(contest)}/set-aside`),

  /** `key` stays the same while one dialog retries, so that a doubtful act is done once. */
  act: (contest: string, item: string, act: ActName, body: ActBody, key: string) =>
    post<Item>(`${itemAt(contest, item)}/acts/${act}`, body, { key, timeout: SLOW }),

  status: (contest: string, item: string, code: string, status: Status, reason: string, key: string) =>
    post<unknown>(`${entryAt(contest, item, code)}/status`, { status, reason }, { key }),
  penalty: (contest: string, item: string, code: string, body: PenaltyBody, key: string) =>
    post<unknown>(`${entryAt(contest, item, code)}/penalties`, body, { key }),
  notes: (contest: string, item: string, code: string) => get<EntryNotes>(entryAt(contest, item, code)),
  lift: (contest: string, item: string, code: string, given: number, reason: string, key: string) =>
    post<unknown>(`${entryAt(contest, item, code)}/penalties/${given}/lift`, { reason }, { key }),
  time: (contest: string, item: string, code: string, part: string, seconds: number, key: string) =>
    post<unknown>(`${entryAt(contest, item, code)}/times`, { part, seconds }, { key }),

  /** `owner`: the seat the sheet stands under, or "joint" for a team's one sheet. */
  giveBack: (contest: string, item: string, code: string, part: string, owner: string, reason: string, key: string) =>
    post<unknown>(`${entryAt(contest, item, code)}/return`, { part, owner, reason }, { key }),

  decide: (contest: string, seq: number, how: 'adopt' | 'decline', reason: string, key: string) =>
    post<unknown>(`${contestAt(contest)}/set-aside/${seq}/${how}`, { reason }, { key }),
  pairing: (contest: string, seat: string) =>
    post<Pairing>(`${contestAt(contest)}/seats/${encodeURIComponent(seat)}/pairing`),
  revoke: (contest: string, seat: string) =>
    post<unknown>(`${contestAt(contest)}/seats/${encodeURIComponent(seat)}/revoke`),
}

export interface PenaltyBody { penalty: string; count?: number; points?: string; reason: string }

export const EXPORTS = ['workbook.xlsx', 'results.csv', 'journal.ndjson'] as const
export type ExportFile = (typeof EXPORTS)[number]

export function exportUrl(contest: string, file: ExportFile, item: string | null, draft: boolean, lang: string): string {
  const asked = new URLSearchParams()
  if (item) asked.set('item', item)
  if (draft) asked.set('draft', '1')
  asked.set('lang', lang)
  return `${contestAt(contest)}/exports/${file}?${asked}`
}

export interface Download { name: string; blob: Blob }

/** The file and its name, or the refusal as a sentence for the page (a plain link would leave the desk for it). */
export async function fetchFile(url: string): Promise<Download> {
  let reply: Response
  try {
    reply = await fetch(url, { credentials: 'same-origin', cache: 'no-store' })
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
