/**
 * Practice: invented entries marked with the real scheme, through the same controls, and sent over the real line. All of it
 * lives in this page's memory: nothing in here knows the device's database, and a sample has no request to be kept under.
 */
import { t } from '../shared/i18n.ts'
import type { Paper } from './desk.svelte.ts'
import { sameMark, toMarks } from './marks.ts'
import { standingOf, type Duty, type Group, type Standing } from './sheets.ts'
import { sheetKey, type Draft, type Item, type Job, type KeptSheet, type Mark, type Orders, type RefusedAnswer, type Sent, type SheetKey, type Typed } from './types.ts'

/** A batch is practised on as many as show how one is called up after another. */
const DISHES = 3
/** What the server made of a sample: points per aspect (null: nothing given), and all in all. */
export type Understood = { outcome: 'practice'; aspects: { id: string; points: string | null }[]; total: string; out_of: string }
export type Papers = { outcome: 'practice'; items: Pick<Item, 'id' | 'name' | 'parts'>[] }
/** The line; `practised` is told after the server understood a sample. */
export type Door = { ask(event: 'practice', body: Sent['practice']): Promise<unknown>; practised(): Promise<void> }

/** Every part the seat marks, with its invented entries: called in the language of the moment, kept under no language. */
export function groupsToPractise({ items }: Papers): Group[] {
  return items.flatMap(({ parts, ...more }) =>
    parts.map((part) => {
      const item: Item = { ...more, parts, state: 'marking', rulebook: 0 }
      const codes = part.view === 'batch' ? Array.from({ length: DISHES }, (_, n) => nameOf(n)) : [t('practice.entry')]
      return { id: `${item.id}|${part.id}`, item, part, duties: codes.map((code, n) => invented(item, part.id, code, n)) }
    }),
  )
}

const nameOf = (n: number) => t('practice.code', { n: n + 1 })

function invented(item: Item, id: string, code: string, n: number): Duty {
  const part = item.parts.find((one) => one.id === id)!
  return { key: sheetKey({ item: item.id, code: String(n), part: id }), item, part, entry: { item: item.id, code, parts: [id], station: null, status: 'present' } }
}

export class Practice implements Paper {
  drafts = $state<Record<SheetKey, Draft>>({})
  sheets = $state.raw<Map<SheetKey, KeptSheet>>(new Map())
  /** by group, which of its entries were called up, in that order: their names go with the page's language */
  private called = $state.raw<Record<string, number[]>>({})
  /** nothing typed here is ever on disk */
  unsaved = $state<Record<SheetKey, boolean>>({})
  understood = $state.raw<Record<SheetKey, Understood>>({})
  /** the sample that was sent last */
  newest = $state.raw<SheetKey | null>(null)
  /** the line did not bring an answer: the sample is still here, and nowhere else */
  unanswered = $state(false)
  private readonly door: Door

  constructor(door: Door) {
    this.door = door
  }

  standing(key: SheetKey): Standing {
    return standingOf(this.sheets.get(key), this.drafts[key], [])
  }

  typed(key: SheetKey): Typed {
    return this.drafts[key]?.typed ?? this.sheets.get(key)?.sheet.marks ?? {}
  }

  note(key: SheetKey): string {
    return this.drafts[key]?.note ?? this.sheets.get(key)?.sheet.note ?? ''
  }

  jobsOf(): Job[] {
    return []
  }

  typist(): null {
    return null
  }

  private draft({ key, item, entry, part }: Duty): Draft {
    const [typed, note] = [{ ...this.typed(key) }, this.note(key)]
    this.drafts[key] ??= { key, item: item.id, code: entry.code, part: part.id, typed, note, base: 1, aside: null, refusal: null }
    this.unsaved[key] = true
    return this.drafts[key]!
  }

  mark(duty: Duty, aspect: string, value: Mark | undefined): void {
    const draft = this.draft(duty)
    if (sameMark(draft.typed[aspect], value)) return
    if (value === undefined) delete draft.typed[aspect]
    else draft.typed[aspect] = value
    if (draft.refusal) delete draft.refusal.fields[aspect]
  }

  write(duty: Duty, note: string): void {
    this.draft(duty).note = note
  }

  async send(duty: Duty, confirm: boolean): Promise<void> {
    const { item, part, key } = duty
    const { typed, note } = $state.snapshot(this.draft(duty)) as Draft
    const marks = toMarks(part, typed)
    try {
      const answer = (await this.door.ask('practice', { item: item.id, part: part.id, marks, note })) as Understood | RefusedAnswer
      this.unanswered = false
      if (answer.outcome === 'refused') this.refused(duty, answer)
      else this.answered(duty, answer, { ...this.drafts[key]!, typed: marks, note }, confirm)
    } catch {
      this.unanswered = true
    }
  }

  private refused(duty: Duty, { code, message, fields }: RefusedAnswer): void {
    this.draft(duty).refusal = { code, message, fields: fields ?? {} }
  }

  private answered(duty: Duty, answer: Understood, { typed, note }: Draft, confirm: boolean): void {
    this.understood = { ...this.understood, [duty.key]: answer }
    this.newest = duty.key
    this.keep(duty, { marks: typed, note, mine_confirmed: confirm })
    delete this.drafts[duty.key]
    void this.door.practised()
  }

  private keep({ key, item, entry, part }: Duty, change: Partial<KeptSheet['sheet']>): void {
    const blank = { item: item.id, code: entry.code, part: part.id, version: 1, marks: null, note: '', confirmed: false, mine_confirmed: false }
    const sheet = { ...blank, typed_by: null, set_aside: null, ...this.sheets.get(key)?.sheet, ...change }
    this.sheets = new Map(this.sheets).set(key, { key, sheet, receipt: null, asideMarks: null, refusal: null })
  }

  /** Confirming shows what it would look like, and tells nobody. */
  async confirmAll(duties: Duty[]): Promise<void> {
    for (const duty of duties) this.keep(duty, { mine_confirmed: true })
  }

  get orders(): Orders {
    return Object.fromEntries(Object.entries(this.called).map(([id, order]) => [id, order.map(nameOf)]))
  }

  async callUp({ id, duties }: Group, code: string): Promise<void> {
    const [order, n] = [this.called[id] ?? [], duties.findIndex(({ entry }) => entry.code === code)]
    if (!order.includes(n)) this.called = { ...this.called, [id]: [...order, n] }
  }

  async discard({ key }: Duty): Promise<void> {
    delete this.drafts[key]
  }

  /** No other device holds a newer sample. */
  rebase(): void {}
}
