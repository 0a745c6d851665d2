/** An item's clocks as this tablet knows them: the server's presses, its own that are on their way, and what time it is. */
import { Refused, Unreachable } from '../shared/api.ts'
import { randomId } from '../shared/id.ts'
import { ServerClock } from '../shared/serverclock.ts'
import { reaching, reading, scopesOf, standing, type PressKind, type Reading } from '../shared/timekeeping.ts'
import { floor } from './api.ts'
import { keep, recall } from './kept.ts'
import { Outbox, type Refusal } from './outbox.ts'
import type { Clock, PressMade, PressSaid, PressSeen, TimedEntry, TimedPart } from './types.ts'

const LOOK = 2_500 // ms between two looks
const TICK = 200 // ms between two figures
const UNSAVED = 1e9 // numbers of presses that have none yet begin here

/** What a tablet keeps of the clocks; `offset`: how far its own lay behind the server's */
type Held = { value: Omit<Clock, 'presses' | 'now'>; presses: PressSeen[]; heard: number; offset: number | null }

export class ClockDesk {
  value = $state.raw<Omit<Clock, 'presses' | 'now'> | null>(null)
  fault = $state.raw<Refused | null>(null)
  kept = $state.raw<PressSeen[]>([])
  waiting = $state.raw<PressSeen[]>([])
  refused = $state.raw<Refusal<PressMade>[]>([])
  unkept = $state(false)
  now = $state(Date.now())
  chosen = $state('')
  private heard = 0 // up to which press all were told; the answer to an own one may run ahead
  private readonly clock = new ServerClock()
  private readonly made = new Map<string, number>() // by a clock that nobody can set
  private readonly box: Outbox<PressMade>
  private readonly timers: ReturnType<typeof setInterval>[]
  private readonly at: [contest: string, item: string]

  constructor(contest: string, item: string) {
    this.at = [contest, item]
    this.box = new Outbox({
      prefix: `floor/${contest}/${item}/clock/`,
      send: (job) => this.send(job.key, job.body),
      changed: () => this.changed(),
    })
    this.changed()
    void this.look()
    this.timers = [setInterval(() => document.hidden || void this.look(), LOOK), setInterval(() => (this.now = this.clock.now()), TICK)]
  }

  stop(): void {
    this.timers.forEach(clearInterval)
    this.box.stop()
  }

  part = $derived.by((): TimedPart | null => {
    const parts = this.value?.parts ?? []
    return parts.find(({ id }) => id === this.chosen) ?? parts[0] ?? null
  })

  /** Of the part that is looked at, the newest last. */
  presses = $derived.by(() => [...this.kept, ...this.waiting].filter(({ part }) => part === (this.part?.id ?? '')))
  handedIn = $derived.by(() => new Map(standing(this.presses).filter(({ kind }) => kind === 'hand_in').map((press) => [press.scope.slice('code:'.length), press])))

  groups = $derived.by(() => [...new Set((this.value?.entries ?? []).map(({ group }) => group))].filter(Boolean))
  stations = $derived.by(() => [...new Set((this.value?.entries ?? []).map(({ station }) => station))].filter(Boolean))

  entryOf(scope: string): TimedEntry | null {
    return this.value?.entries.find(({ code }) => scope === `code:${code}`) ?? null
  }

  /** What reaches whoever the scope is for: of an entry all that is wider, too. */
  reading(scope: string): Reading {
    const entry = this.entryOf(scope)
    const scopes = entry ? scopesOf(entry.code, entry.group, entry.station) : ['', scope]
    return reading(reaching(this.presses, scopes), this.now)
  }

  press(kind: PressKind, scope: string, more: Partial<PressSaid> = {}): void {
    const key = randomId()
    const said = { part: this.part?.id ?? '', scope, kind, seconds: 0, undoes: 0, place: '', reason: '', ...more }
    this.made.set(key, performance.now())
    this.box.add(key, Date.now(), { ...said, device: Date.now(), offset: this.clock.offset })
  }

  /** A press that happened at another moment than now: `at` by the server's clock. */
  pressAt(at: number, kind: PressKind, scope: string, more: Partial<PressSaid>): void {
    const said = { part: this.part?.id ?? '', scope, kind, seconds: 0, undoes: 0, place: '', reason: '', ...more }
    this.box.add(randomId(), Date.now(), { ...said, device: at, offset: 0 })
  }

  dismiss(key: string): void {
    this.box.dismiss(key)
  }

  private async send(key: string, body: PressMade): Promise<void> {
    const made = this.made.get(key)
    const { press } = await floor.press(...this.at, { ...body, waited: made === undefined ? null : Math.round(performance.now() - made) }, key)
    this.take([press])
  }

  private async look(): Promise<void> {
    const asked = Date.now()
    try {
      const { now, presses, ...value } = await floor.clock(...this.at, this.heard)
      this.clock.heard(now, asked)
      this.now = this.clock.now()
      this.value = value
      this.fault = null
      this.take(presses)
      this.heard = Math.max(this.heard, ...presses.map(({ n }) => n))
      keep(this.name, { value, presses: this.kept, heard: this.heard, offset: this.clock.offset } satisfies Held)
    } catch (fault) {
      if (fault instanceof Refused) this.fault = fault
      else if (!(fault instanceof Unreachable)) throw fault
      else if (!this.value) this.recall()
    }
  }

  private get name(): string {
    return `clock/${this.at.join('/')}`
  }

  /** The server is away and has said nothing yet: what this tablet kept of it. */
  private recall(): void {
    const held = recall<Held>(this.name)?.value
    if (!held) return
    this.clock.offset = held.offset
    ;[this.value, this.heard] = [held.value, held.heard]
    this.take(held.presses)
  }

  private take(presses: PressSeen[]): void {
    const known = new Set(this.kept.map(({ n }) => n))
    const fresh = presses.filter(({ n }) => !known.has(n))
    if (fresh.length) this.kept = [...this.kept, ...fresh].sort((a, b) => a.n - b.n)
  }

  private changed(): void {
    this.waiting = this.box.waiting.map(({ body }, i) => ({
      ...body, n: UNSAVED + i, at: body.device + (body.offset ?? 0), by: '', late: 0, reason: body.reason || null,
    }))
    this.refused = this.box.refused
    this.unkept = this.box.unkept
  }
}
