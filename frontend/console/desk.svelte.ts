/** What the desk knows now: session, contest, and the data of the open tab, kept fresh. The components only show it. */
import { Refused, Unreachable } from '../shared/api.ts'
import { randomId } from '../shared/id.ts'
import { api } from './api.ts'
import { atMostOncePer, follow, type Follower } from './live.ts'
import { buildMatrix, type Matrix } from './matrix.ts'
import { hashOf, parseRoute, type Route } from './route.ts'
import { itemOf } from './state.ts'
import type { ActBody, ActName, AwardList, Contest, ContestLine, Item, Progress, Results, Session, SetAside, UnitTable } from './types.ts'

const GAP = 1000 // ms between two fetches that hints asked for
const SWEEP = 15_000 // ms; what no hint said is found by then
const RETRY = 3000 // ms while the server does not answer

/** An invitation's token, from the link's fragment; it does not stay in the address. */
function takeInvitation(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('invited')
  if (token) history.replaceState(null, '', '#/')
  return token
}

class Desk {
  invited = $state<string | null>(takeInvitation())
  route = $state<Route>(parseRoute(location.hash))
  /** undefined = not asked yet, null = nobody is signed in */
  session = $state.raw<Session | null | undefined>(undefined)
  signedOut = $state(false) // the server ended a session that was there
  contests = $state.raw<ContestLine[] | null>(null)
  contest = $state.raw<Contest | null>(null)
  progress = $state.raw<Progress | null>(null)
  matrix = $state.raw<Matrix | null>(null)
  results = $state.raw<Results | null>(null)
  awards = $state.raw<AwardList | null>(null)
  aside = $state.raw<SetAside[] | null>(null)
  units = $state.raw<UnitTable | null>(null)
  refused = $state.raw<Refused | null>(null) // why the open page cannot be shown
  lost = $state(false)
  truth = $state<string | null>(null) // when the server last answered

  private met = false // the server said who is signed in; what a tablet remembers of it is no answer
  private follower: Follower | null = null
  private followed = ''
  private fresh = atMostOncePer(GAP, () => this.refresh())
  private sweep: ReturnType<typeof setTimeout> | undefined

  get item(): Item | null {
    return itemOf(this.contest, this.route.item)
  }

  async start(): Promise<void> {
    addEventListener('hashchange', () => {
      this.invited = takeInvitation() ?? this.invited
      this.go(parseRoute(location.hash))
    })
    for (const turn of ['online', 'offline']) addEventListener(turn, () => this.fresh.ask()) // said at once, not at the next sweep
    document.addEventListener('visibilitychange', () => document.hidden || this.fresh.ask())
    this.tick()
    await this.refresh()
  }

  private tick(): void {
    clearTimeout(this.sweep)
    this.sweep = setTimeout(() => {
      if (!document.hidden) this.fresh.ask()
      this.tick()
    }, this.lost ? RETRY : SWEEP)
  }

  /** A tab shows nothing of the item it was on before. */
  private go(route: Route): void {
    const moved = route.contest !== this.route.contest || route.item !== this.route.item
    if (moved) {
      this.progress = this.matrix = this.results = this.awards = null
    }
    if (route.contest !== this.route.contest) this.contest = this.aside = this.units = null
    this.route = route
    this.refused = null
    void this.refresh()
  }

  open(route: Partial<Route>): void {
    location.hash = hashOf(route)
  }

  hinted = (): void => this.fresh.ask()

  async signIn(login: string, password: string): Promise<void> {
    this.session = await api.signIn(login, password)
    this.signedOut = false
    await this.refresh()
  }

  /** Takes the invitation up, and is signed in by it. */
  async accept(login: string, name: string, password: string, existing: boolean): Promise<void> {
    this.session = await api.accept(this.invited ?? '', login, name, password, existing)
    this.invited = null
    this.signedOut = false
    await this.refresh()
  }

  /** Whether this session has a role in every contest. */
  is(role: string): boolean {
    return !!this.session?.grants.some((grant) => grant.contest === '*' && !grant.item && grant.role === role)
  }

  /** Whether this session has a role in the whole contest. */
  mayIn(contest: string, role: string): boolean {
    return this.is(role) || !!this.session?.grants.some((grant) => grant.contest === contest && !grant.item && grant.role === role)
  }

  /** Whether this session has one of these roles in the contest, or in one of its items. */
  holds(contest: string, ...roles: string[]): boolean {
    return !!this.session?.grants.some((grant) => ['*', contest].includes(grant.contest) && roles.includes(grant.role))
  }

  async signOut(): Promise<void> {
    await api.signOut()
    this.forget()
  }

  forget(): void {
    this.session = null
    this.contests = this.contest = this.progress = this.matrix = this.results = this.awards = this.aside = this.units = null
    this.listen()
  }

  /** Fetches what the open page shows. A refusal is shown in its place; silence keeps the last truth and says so. */
  private async refresh(): Promise<void> {
    const asked = this.route
    try {
      if (!this.met) this.session = await api.session()
      this.met = true
      if (this.session) await this.load(asked)
      this.heard()
    } catch (fault) {
      if (fault instanceof Unreachable) this.unheard()
      else if (!(fault instanceof Refused)) throw fault
      else this.wasRefused(fault, asked)
    }
  }

  private heard(): void {
    const back = this.lost
    this.lost = false
    this.truth = new Date().toISOString()
    if (back) this.tick()
  }

  private unheard(): void {
    if (this.lost) return
    this.lost = true
    this.tick()
  }

  private wasRefused(fault: Refused, asked: Route): void {
    this.heard()
    if (fault.status === 401) {
      this.signedOut = !!this.session
      this.forget()
    } else if (asked === this.route) this.refused = fault
  }

  private async load(route: Route): Promise<void> {
    if (!route.contest) {
      this.contests = await api.contests()
      return
    }
    const page = this.loadPage(route)
    page.catch(() => {}) // its refusal is heard below; the spine above it is shown all the same
    const contest = await api.contest(route.contest)
    if (this.route.contest !== route.contest) return
    this.contest = contest
    this.listen()
    await page
    this.refused = null
  }

  private async loadPage(route: Route): Promise<void> {
    const { contest, item, tab, page } = route
    if (page === 'units') this.units = await api.units(contest!)
    if (!item) return
    const load = { progress: api.progress, results: api.results, awards: api.awards }[tab as string]
    const [data, aside] = await Promise.all([load?.(contest!, item), tab === 'aside' ? api.aside(contest!) : null])
    if (this.route.item !== item || this.route.contest !== contest) return
    if (aside) this.aside = aside
    if (tab === 'progress') this.show(data as Progress)
    if (tab === 'results') this.results = data as Results
    if (tab === 'awards') this.awards = data as AwardList
  }

  private show(progress: Progress): void {
    this.matrix = buildMatrix(progress, this.matrix)
    this.progress = progress
  }

  /** One stream for the staff boards of all items of the open contest. */
  private listen(): void {
    const boards = this.session && this.contest ? this.contest.items.map((item) => `${this.contest!.id}.${item.id}.staff`) : []
    const wanted = boards.join()
    if (wanted === this.followed) return
    this.follower?.stop()
    this.follower = follow(boards, this.hinted)
    this.followed = wanted
  }

  async act(item: Item, act: ActName, body: ActBody, key: string = randomId()): Promise<void> {
    const contest = this.contest!
    const now = await api.act(contest.id, item.id, act, body, key)
    this.contest = { ...this.contest!, items: this.contest!.items.map((one) => (one.id === now.id ? now : one)) }
    this.fresh.ask()
  }
}

export const desk = new Desk()
