/** What an item's state means for the person at the desk: where we are, the next step, what it needs. Pure. */
import { TABS, type Tab } from './route.ts'
import type { ActBody, ActName, Check, Contest, Item, ItemState, Lack, Seat, SeatPace } from './types.ts'

const NEXT: Record<ItemState, ActName | null> = {
  preparing: 'open', marking: 'lock', locked: 'unseal', unsealed: 'sign', signed: 'publish', published: null,
}

export function nextAct(item: Pick<Item, 'state' | 'sealed'>): ActName | null {
  return item.state === 'locked' && !item.sealed ? 'sign' : NEXT[item.state]
}

/** The quiet acts beside the one button, in a fixed order so that they do not jump about. */
export function quietActs(item: Pick<Item, 'state' | 'sealed' | 'acts'>): ActName[] {
  const next = nextAct(item)
  return (['freeze', 'unfreeze', 'unlock'] as ActName[]).filter((act) => act !== next && item.acts.includes(act) && !(act === 'freeze' && item.state === 'preparing'))
}

/** Whether entries still bear no code: nothing that goes by code can be shown. */
export const isUndrawn = (item: Pick<Item, 'missing'>): boolean => item.missing.some((lack) => lack.code === 'codes')

/** What the next step lacks, the step itself left out: "unsealing is missing" is no news beside the button 启封. */
export function lacks(item: Pick<Item, 'missing' | 'state' | 'sealed'>): Lack[] {
  return nextAct(item) === 'unseal' ? item.missing.filter((lack) => lack.code !== 'unsealing') : item.missing
}

/** Whether the next act is out of the question: nobody may begin without entries and codes, whoever gives a reason. */
export const isBlocked = (item: Pick<Item, 'missing' | 'state'>): boolean => item.state === 'preparing' && item.missing.length > 0

/** Who asked for this act of two persons and waits for the second one; '' = nobody. */
export function askedBy(act: ActName, item: Pick<Item, 'unlock_by' | 'unseal_by'>): string {
  return (act === 'unlock' ? item.unlock_by : act === 'unseal' ? item.unseal_by : '') ?? ''
}

/**
 * What a person must give before an act is done. `missing_reason` only when something is missing, `unchecked_reason` only
 * where nothing can be calculated twice; `check`: both calculations agree, or one is impossible.
 */
export type Need = 'check' | 'unchecked_reason' | 'missing_reason' | 'reason' | 'second' | 'password' | 'digest'

export function needs(act: ActName, item: Pick<Item, 'missing' | 'state' | 'sealed' | 'unlock_by' | 'unseal_by'>, remote = false, check: Check | null = null): Need[] {
  const why: Need[] = lacks(item).length ? ['missing_reason'] : []
  const second: Need[] = remote || askedBy(act, item) ? [] : ['second']
  if (act === 'lock') return why
  if (act === 'unlock') return ['reason', ...second]
  if (act === 'unseal') return second
  const unchecked: Need[] = check?.not_covered ? ['unchecked_reason'] : []
  if (act === 'sign') return [...why, 'check', ...unchecked, 'digest', 'password']
  return []
}

export interface Draft { reason: string; unchecked: string; login: string; secondPassword: string; password: string }
export const emptyDraft = (): Draft => ({ reason: '', unchecked: '', login: '', secondPassword: '', password: '' })

/** The needs that the form does not meet yet; empty = the act may be sent. */
export function unmet(list: Need[], draft: Draft, digest: string | null, check: Check | null = null): Need[] {
  const met: Record<Need, boolean> = {
    check: check !== null && check.count === 0 && check.digest === digest,
    unchecked_reason: draft.unchecked.trim() !== '',
    missing_reason: draft.reason.trim() !== '',
    reason: draft.reason.trim() !== '',
    second: draft.login.trim() !== '' && draft.secondPassword !== '',
    password: draft.password !== '',
    digest: !!digest,
  }
  return list.filter((need) => !met[need])
}

export function actBody(list: Need[], draft: Draft, digest: string | null): ActBody {
  const body: ActBody = {}
  if (list.includes('missing_reason')) body.missing_reason = draft.reason.trim()
  if (list.includes('unchecked_reason')) body.unchecked_reason = draft.unchecked.trim()
  if (list.includes('reason')) body.reason = draft.reason.trim()
  if (list.includes('second')) body.second = { login: draft.login.trim(), password: draft.secondPassword }
  if (list.includes('password')) body.password = draft.password
  if (list.includes('digest') && digest) body.digest = digest
  return body
}

/** The figures a dialog names before the act is done. */
export function figures(item: Item, seats: Seat[]): Record<string, number> {
  const { in: sent, confirmed, expected, set_aside } = item.sheets
  const mine = seatsOf(seats, item.id)
  return {
    confirmed, expected, set_aside, judged: item.judged, of: item.of, signed: item.signed ? item.signed.seq : 0,
    open: Math.max(0, expected - confirmed), unconfirmed: Math.max(0, sent - confirmed),
    absent: Math.max(0, expected - Math.max(sent, confirmed)),
    layers: item.layers_sealed, seats: mine.length, paired: mine.filter((seat) => seat.paired).length,
  }
}

export function seatsOf(seats: Seat[], item: string): Seat[] {
  return seats.filter((seat) => seat.duties.some((duty) => duty.item === item))
}

/** The parts whose scores are counted or brought in, not marked; imported ones for who may bring them in. */
export function countedParts(item: Pick<Item, 'parts' | 'may'>): Item['parts'] {
  const sources = ['votes', 'ballot', ...(item.may.includes('import') ? ['imported'] : [])]
  return item.parts.filter((part) => sources.includes(part.source))
}

/** What a tab is called: votes are counted, marks that come from elsewhere are brought in. */
export function tabWord(tab: Tab, item: Pick<Item, 'parts' | 'may'>): string {
  const sources = new Set(countedParts(item).map((part) => part.source === 'imported'))
  return tab !== 'count' || !sources.has(true) ? `console.tab.${tab}` : sources.has(false) ? 'console.tab.count.both' : 'console.tab.count.imported'
}

/** The pages of the hall's floor: tablets have them on a page of their own, /floor, which the console leads to. */
export const FLOOR = ['checkin', 'clock', 'handin'] as const

export const mayOn = (item: Pick<Item, 'may'>, page: (typeof FLOOR)[number]): boolean => item.may.includes(page === 'checkin' ? 'checkin' : 'clock')

/** The tabs an item has use for: votes to count, a round to go on to, judges to compare only where its rulebook has them. */
export function tabsOf(item: Pick<Item, 'parts' | 'advance' | 'stage' | 'may'>): Tab[] {
  const has = (...sources: string[]) => item.parts.some((part) => sources.includes(part.source))
  const use: Partial<Record<Tab, boolean>> = { draw: ['draw', 'setup', 'call', 'seats'].some((act) => item.may.includes(act)), count: countedParts(item).length > 0, advance: !!item.advance, stage: !!item.stage, judges: has('judged'), type: has('judged') && item.may.includes('type'), checkin: mayOn(item, 'checkin'), clock: mayOn(item, 'clock'), handin: mayOn(item, 'handin'), material: has('judged') && item.may.includes('material') }
  return TABS.filter((tab) => use[tab] ?? true)
}

export function itemOf(contest: Contest | null, id: string | null): Item | null {
  return contest?.items.find((item) => item.id === id) ?? null
}

/** Whole percent for a bar's width; nothing expected is an empty bar, not a full one. */
export function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(100, Math.max(0, Math.round((part * 100) / whole))) : 0
}

/** `14:32:05`, with the day in front when it is not today's, as the page's language writes it; of an ISO time or of seconds since 1970. */
export function clock(moment: string | number | null | undefined, now: Date = new Date(), lang = globalThis.document?.documentElement.lang ?? 'zh-CN'): string {
  if (!moment) return ''
  const at = new Date(typeof moment === 'number' ? moment * 1000 : moment)
  if (Number.isNaN(at.getTime())) return ''
  const two = (n: number) => String(n).padStart(2, '0')
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
  if (at.toDateString() === now.toDateString()) return time
  const day = lang === 'zh-CN' ? `${at.getMonth() + 1}月${at.getDate()}日` : at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
  return `${day} ${time}`
}

/** A moment as a field for date and time has it. */
export function localMinute(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Whether a seat has done less than an even pace towards the deadline would have. */
export function behind(row: Pick<SeatPace, 'done' | 'expected'>): boolean {
  return row.done < row.expected
}

/** A digest as people compare it: the first twelve signs in groups of four. */
export function shortDigest(digest: string): string {
  return (digest.slice(0, 12).match(/.{1,4}/g) ?? []).join(' ')
}

/** The sentences (catalogue keys) that say what an act will change, the most important first. */
export function changes(act: ActName, numbers: Record<string, number>): string[] {
  const lines: Record<ActName, string[]> = {
    open: [numbers.paired! < numbers.seats! ? 'seats' : 'seats_all', 'entries', 'rules'],
    freeze: ['board', 'judges'],
    unfreeze: ['board'],
    lock: [numbers.open ? 'open' : 'whole', 'late'],
    unlock: ['kept', 'again', numbers.signed ? 'void' : 'unsigned'],
    unseal: numbers.layers! > 1 ? ['layer', 'for_good'] : ['names', 'board', 'for_good'],
    sign: ['sheets', 'for_good'],
    publish: ['public', 'objections'],
  }
  const more = act === 'lock' && numbers.set_aside ? ['aside'] : []
  return [...lines[act], ...more].map((line) => `console.will.${act}.${line}`)
}
