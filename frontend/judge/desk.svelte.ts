/** What lies on the judge's desk: the sheets to give, what is typed on them, and what waits to be sent. */
import { callThem, pick, t } from '../shared/i18n.ts'
import { randomId } from '../shared/id.ts'
import { last } from '../shared/last.ts'
import { dropDraft, keepDraft, keepHello, keepOrders, loadSeat, loadSheet, type SeatDb } from './db.ts'
import { jobOfLeft, partLeft } from './left.ts'
import { sameMark, toMarks } from './marks.ts'
import { queueConfirms, queueLeft, queueObjection, queueSheet } from './outbox.ts'
import { groupsOf, keptSheets, standingOf, type Duty, type Group, type Standing } from './sheets.ts'
import { sheetKey, type Draft, type Flash, type Hello, type Job, type KeptSheet, type Left, type Mark, type Orders, type Receipt, type Sheet, type SheetKey, type Typed } from './types.ts'

/** milliseconds until what the device did not take is written again */
const AGAIN = 5_000

class Desk {
  hello = $state.raw<Hello | null>(null)
  sheets = $state.raw<Map<SheetKey, KeptSheet>>(new Map())
  drafts = $state<Record<SheetKey, Draft>>({})
  jobs = $state.raw<Job[]>([])
  /** drafts whose latest keystroke is not on disk yet */
  unsaved = $state<Record<SheetKey, boolean>>({})
  receipt = $state.raw<Receipt | null>(null)
  orders = $state.raw<Orders>({})
  /** the device did not take what was to be written */
  isFull = $state(false)
  /** of a judge who sat here before */
  left = $state.raw<Left[]>([])

  readonly groups: Group[] = $derived(this.hello ? groupsOf(this.hello.items, this.hello.entries) : [])
  private readonly duties = $derived(
    new Map(this.groups.flatMap((group) => group.duties.map((duty) => [duty.key, duty] as const))),
  )
  private readonly waiting = $derived(grouped(this.jobs))

  private db: SeatDb | null = null
  /** who sits here: goes with all that is made */
  private holder = 0
  private saving = new Map<SheetKey, Promise<void>>()
  private again: ReturnType<typeof setTimeout> | undefined
  /** told after something was queued */
  private queued: () => void = () => undefined

  /** Lays out what the device holds of a seat. */
  async layOut(db: SeatDb, holder: number, queued: () => void): Promise<void> {
    this.db = db
    this.holder = holder
    await partLeft(db, holder)
    this.queued = queued
    await this.load()
  }

  /** Takes in the server's whole answer. */
  async greeted(hello: Hello): Promise<void> {
    this.holder ||= hello.seat.holder ?? 0
    await keepHello(this.db!, hello, keptSheets(hello.sheets))
    await this.load()
  }

  private async load(): Promise<void> {
    const kept = await loadSeat(this.db!)
    this.hello = kept.hello ?? null
    callThem(kept.hello?.words)
    this.receipt = kept.receipt ?? null
    this.orders = kept.orders ?? {}
    this.left = kept.left ?? []
    this.sheets = new Map(kept.sheets.map((one) => [one.key, one]))
    this.jobs = kept.jobs
    const known = new Map(kept.drafts.map((draft) => [draft.key, draft]))
    for (const key of new Set([...Object.keys(this.drafts), ...known.keys()])) this.meet(key, known.get(key))
  }

  /** Reads sheets again, after messages about them were answered: all at once, since each change is seen by every view. */
  async loadSome(keys: SheetKey[]): Promise<void> {
    const read = await Promise.all(keys.map(async (key) => ({ key, ...(await loadSheet(this.db!, key)) })))
    const sheets = new Map(this.sheets)
    for (const { key, sheet } of read) if (sheet) sheets.set(key, sheet)
    if (read.some(({ left }) => left?.length !== this.left.length)) this.left = last(read)?.left ?? []
    this.sheets = sheets
    this.receipt = last(read)?.receipt ?? this.receipt
    this.jobs = [...this.jobs.filter((job) => !keys.includes(job.key)), ...read.flatMap(({ jobs }) => jobs)]
    for (const { key, draft: kept } of read) {
      this.meet(key, kept)
      const draft = this.drafts[key]
      if (draft && kept) Object.assign(draft, { refusal: kept.refusal, aside: kept.aside })
    }
  }

  /** A draft from the disk replaces the one on the screen, unless the judge is typing: then only its base counts. */
  private meet(key: SheetKey, kept: Draft | undefined): void {
    const typing = this.unsaved[key] || this.saving.has(key) ? this.drafts[key] : undefined
    if (typing) typing.base = Math.max(typing.base, kept?.base ?? 0)
    else if (kept) this.drafts[key] = kept
    else delete this.drafts[key]
  }

  /** What the colleague's seat is called who typed the sheet; null for one's own. */
  typist(key: SheetKey): string | null {
    const seat = this.sheets.get(key)?.sheet.typed_by
    return seat && seat !== this.hello?.seat.id ? pick(this.hello?.names[seat]) || seat : null
  }

  /** What a seat is called, to this judge. */
  nameOf(seat: string): string {
    return seat === this.hello?.seat.id ? t('judge.me') : pick(this.hello?.names[seat]) || seat
  }

  /** What the panel shows of this entry. */
  flash(key: SheetKey): Flash | undefined {
    return this.hello?.flash?.find((one) => sheetKey(one) === key)
  }

  /** Whether the entry is on stage: the hall waits for this sheet. */
  isCalled(key: SheetKey): boolean {
    return Boolean(this.hello?.called?.some((one) => sheetKey(one) === key))
  }

  /** Whether closing the page now would leave something undelivered, or a keystroke unwritten. */
  get isUnsent(): boolean {
    return this.jobs.length > 0 || Object.values(this.unsaved).includes(true)
  }

  duty(key: SheetKey): Duty | undefined {
    return this.duties.get(key)
  }

  standing(key: SheetKey): Standing {
    return standingOf(this.sheets.get(key), this.drafts[key], this.waiting.get(key) ?? [], this.duty(key)?.item.rulebook)
  }

  /** Whether the judge has yet to fill in this sheet. */
  isToDo({ key, entry, item }: Duty): boolean {
    const { word, needs } = this.standing(key)
    const open = word === 'none' || word === 'draft' || needs === 'returned' || needs === 'again'
    return open && entry.status === 'present' && item.state === 'marking'
  }

  jobsOf(key: SheetKey): Job[] {
    return this.waiting.get(key) ?? []
  }

  typed(key: SheetKey): Typed {
    return this.drafts[key]?.typed ?? given(this.sheets.get(key)?.sheet)
  }

  note(key: SheetKey): string {
    return this.drafts[key]?.note ?? this.sheets.get(key)?.sheet.note ?? ''
  }

  private draft(duty: Duty): Draft {
    const sheet = this.sheets.get(duty.key)?.sheet
    this.drafts[duty.key] ??= {
      key: duty.key,
      item: duty.item.id,
      code: duty.entry.code,
      part: duty.part.id,
      typed: given(sheet),
      note: sheet?.note ?? '',
      base: sheet?.version ?? 0,
      holder: this.holder,
      aside: null,
      refusal: null,
    }
    return this.drafts[duty.key]!
  }

  /** `undefined` makes the aspect unscored again. */
  mark(duty: Duty, aspect: string, value: Mark | undefined): void {
    const draft = this.draft(duty)
    if (sameMark(draft.typed[aspect], value)) return
    if (value === undefined) delete draft.typed[aspect]
    else draft.typed[aspect] = value
    if (draft.refusal) delete draft.refusal.fields[aspect]
    this.touch(duty, draft)
  }

  write(duty: Duty, note: string): void {
    const draft = this.draft(duty)
    draft.note = note
    this.touch(duty, draft)
  }

  /** The judge has the sheet as it is now before the eyes: the draft is one by the present scheme. */
  private touch(duty: Duty, draft: Draft): void {
    draft.aside = null
    draft.rulebook = duty.item.rulebook
    this.unsaved[draft.key] = true
    this.save(draft.key)
  }

  /** Writes what the device did not take before. */
  saveAgain(): void {
    for (const [key, isUnsaved] of Object.entries(this.unsaved)) if (isUnsaved) this.save(key)
  }

  /** One write at a time per sheet; what is typed meanwhile goes with the next. */
  private save(key: SheetKey): void {
    if (this.saving.has(key)) return
    const writing = (async () => {
      while (this.unsaved[key] && this.drafts[key]) {
        this.unsaved[key] = false
        await this.keep(key)
      }
    })()
    this.saving.set(key, writing)
    void writing.finally(() => this.saving.delete(key))
  }

  /** What the device did not take is not said to be saved; the fault goes on to whoever tells the judge. */
  private async keep(key: SheetKey): Promise<void> {
    try {
      await keepDraft(this.db!, $state.snapshot(this.drafts[key]) as Draft)
      this.isFull = false
    } catch (fault) {
      this.unsaved[key] = true
      clearTimeout(this.again)
      this.again = setTimeout(() => this.saveAgain(), AGAIN)
      throw fault
    }
  }

  private job(duty: Duty, kind: Job['kind'], confirm: boolean): Job {
    const { key, item, part, entry } = duty
    const version = this.sheets.get(key)?.sheet.version ?? 0
    return {
      ...{ request: randomId(), kind, key, item: item.id, code: entry.code, part: part.id },
      ...{ marks: {}, note: '', base: version, rulebook: item.rulebook, confirm, version },
      ...{ attempts: 0, notBefore: 0, holder: this.holder },
    }
  }

  async send(duty: Duty, confirm: boolean): Promise<void> {
    await this.saving.get(duty.key)
    const draft = $state.snapshot(this.draft(duty)) as Draft
    const marks = toMarks(duty.part, draft.typed)
    const { base, note } = draft
    await queueSheet(this.db!, { ...this.job(duty, 'sheet', confirm), marks, note, base }, { ...draft, typed: marks, rulebook: duty.item.rulebook })
    this.isFull = false
    await this.loadSome([duty.key])
    this.saveAgain()
    this.queued()
  }

  /** Says no to a joint sheet, with the reason. */
  async object(duty: Duty, reason: string): Promise<void> {
    await queueObjection(this.db!, { ...this.job(duty, 'object', false), note: reason })
    await this.loadSome([duty.key])
    this.queued()
  }

  confirm(duty: Duty): Promise<void> {
    return this.confirmAll([duty])
  }

  /** All of them or, if the device fails meanwhile, none; one with a keystroke that the device did not take is left out. */
  async confirmAll(duties: Duty[]): Promise<void> {
    await Promise.all(duties.map(({ key }) => this.saving.get(key)))
    await queueConfirms(
      this.db!,
      duties.filter(({ key }) => !this.unsaved[key]).map((duty) => this.job(duty, 'confirm', true)),
    )
    await this.load()
    this.queued()
  }

  /** Notes that the judge called the entry up: a batch keeps the judge's own order. */
  async callUp(group: Group, code: string): Promise<void> {
    const order = this.orders[group.id] ?? []
    if (order.includes(code)) return
    this.orders = { ...this.orders, [group.id]: [...order, code] }
    await keepOrders(this.db!, this.orders)
  }

  /** Hands in what a judge before left unsent: under that judge, for a person to decide on. */
  async handIn(one: Left): Promise<void> {
    const rulebook = this.hello?.items.find(({ id }) => id === one.item)?.rulebook ?? 0
    await queueLeft(this.db!, one, jobOfLeft(one, rulebook))
    await this.load()
    this.queued()
  }

  /** Drops what was typed here: the sheet is again what the server holds. */
  async discard(duty: Duty): Promise<void> {
    await this.saving.get(duty.key)
    await dropDraft(this.db!, duty.key)
    delete this.drafts[duty.key]
  }

  /** The judge has seen the newer version and keeps what is typed here: it may now follow that version. */
  rebase(duty: Duty): void {
    const draft = this.draft(duty)
    draft.base = this.sheets.get(duty.key)?.sheet.version ?? draft.base
    this.touch(duty, draft)
  }
}

/** What a sheet's page asks of whoever keeps what is typed: the desk, or practice, which keeps nothing. */
export type Paper = Pick<
  Desk,
  | 'drafts' | 'sheets' | 'unsaved' | 'orders' | 'typed' | 'note' | 'mark' | 'write' | 'standing' | 'jobsOf'
  | 'typist' | 'send' | 'confirmAll' | 'callUp' | 'discard' | 'rebase'
>

/** What a sheet begins with: the marks that stand, but for those that are to be given again. */
function given(sheet: Sheet | undefined): Typed {
  return Object.fromEntries(Object.entries(sheet?.marks ?? {}).filter(([aspect]) => !sheet?.again?.includes(aspect)))
}

function grouped(jobs: Job[]): Map<SheetKey, Job[]> {
  const groups = new Map<SheetKey, Job[]>()
  for (const job of jobs) groups.set(job.key, [...(groups.get(job.key) ?? []), job])
  return groups
}

export const desk = new Desk()
