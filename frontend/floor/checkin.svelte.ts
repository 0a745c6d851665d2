/** The check-in as this tablet knows it: what the server said, and the touches it has not heard of yet. */
import { randomId } from '../shared/id.ts'
import { Look } from '../console/look.svelte.ts'
import { Unreachable } from '../shared/api.ts'
import { floor } from './api.ts'
import { keep, recall } from './kept.ts'
import { Outbox, type Refusal } from './outbox.ts'
import type { Checkin, CheckinRow, CheckinSaid } from './types.ts'

export interface Shown extends CheckinRow { unsaved: boolean }

export class CheckinDesk {
  readonly look: Look<Checkin>
  waiting = $state.raw<CheckinSaid[]>([])
  refused = $state.raw<Refusal<CheckinSaid>[]>([])
  unkept = $state(false)
  private readonly box: Outbox<CheckinSaid>

  constructor(contest: string, item: string) {
    this.look = new Look(() => this.ask(contest, item))
    this.box = new Outbox({
      prefix: `floor/${contest}/${item}/checkin/`,
      send: async ({ body, key }) => this.take(await floor.say(contest, item, body, key)),
      changed: () => this.changed(),
    })
    this.changed()
  }

  /** The list, or with the server away, before it ever came, the one that this tablet has kept. */
  private async ask(contest: string, item: string): Promise<Checkin> {
    const name = `checkin/${contest}/${item}`
    try {
      const told = await floor.checkin(contest, item)
      keep(name, told)
      return told
    } catch (fault) {
      const kept = fault instanceof Unreachable && !this.look.value && recall<Checkin>(name)
      if (kept) return kept.value
      throw fault
    }
  }

  say(number: string, kind: CheckinSaid['kind'], minutes = 0): void {
    this.box.add(randomId(), Date.now(), { number, kind, minutes })
  }

  dismiss(key: string): void {
    this.box.dismiss(key)
  }

  stop(): void {
    this.box.stop()
  }

  /** The rows with what was touched here, however far that has come. */
  rows = $derived.by((): Shown[] => {
    const here = new Map(this.waiting.map((said) => [said.number, said]))
    return (this.look.value?.rows ?? []).map((row) => {
      const said = here.get(row.number)
      if (!said) return { ...row, unsaved: false }
      return { ...row, unsaved: true, state: said.kind === 'undo' ? '' : said.kind, minutes: said.minutes, at: null, by: null }
    })
  })

  /** An answer brings one row: a hall's Wi-Fi need not carry the whole list for each touch. */
  private take(told: Checkin): void {
    const now = this.look.value
    const fresh = new Map(told.rows.map((row) => [row.number, row]))
    if (now) this.look.value = { ...told, rows: now.rows.map((row) => fresh.get(row.number) ?? row) }
    if (!now || this.look.busy) void this.look.again() // what was being asked is older than this answer
  }

  private changed(): void {
    this.waiting = this.box.waiting.map(({ body }) => body)
    this.refused = this.box.refused
    this.unkept = this.box.unkept
  }
}
