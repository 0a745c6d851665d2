/** What the page shows and what the judge does: the device's memory, the outbox and the line, as one reactive object. */
import { post } from '../shared/api.ts'
import { pick, type Text } from '../shared/i18n.ts'
import { randomId } from '../shared/id.ts'
import {
  dropDraft,
  keepDraft,
  keepHello,
  loadSeat,
  loadSheet,
  openDevice,
  openSeat,
  STRICT,
  type DeviceDb,
  type SeatDb,
} from './db.ts'
import { SeatLease } from './lease.ts'
import { sameMark, toMarks } from './marks.ts'
import { queueConfirm, queueSheet } from './outbox.ts'
import { Sender } from './sender.ts'
import { groupsOf, keptSheets, standingOf, type Duty, type Group, type Standing } from './sheets.ts'
import { JudgeLine, type LineState } from './socket.ts'
import type { Device, Draft, Hello, Job, KeptSheet, Mark, Receipt, SheetKey, Typed } from './types.ts'

export const APP = 'judge 1'
export type Phase = 'opening' | 'pairing' | 'elsewhere' | 'revoked' | 'ready'

class Judging {
  phase = $state<Phase>('opening')
  device = $state.raw<Device | null>(null)
  hello = $state.raw<Hello | null>(null)
  sheets = $state.raw<Map<SheetKey, KeptSheet>>(new Map())
  drafts = $state<Record<SheetKey, Draft>>({})
  jobs = $state.raw<Job[]>([])
  /** drafts whose latest keystroke is not on disk yet */
  unsaved = $state<Record<SheetKey, boolean>>({})
  line = $state<LineState>('connecting')
  heardAt = $state<number | null>(null)
  now = $state(Date.now())
  receipt = $state.raw<Receipt | null>(null)
  /** a sentence of the server that concerns the whole seat */
  said = $state.raw<Text | null>(null)
  pairing = $state.raw<string | null>(null)

  readonly groups: Group[] = $derived(this.hello ? groupsOf(this.hello.items, this.hello.entries) : [])
  private readonly duties = $derived(
    new Map(this.groups.flatMap((group) => group.duties.map((duty) => [duty.key, duty] as const))),
  )
  private readonly waiting = $derived(grouped(this.jobs))

  private deviceDb: DeviceDb | null = null
  private db: SeatDb | null = null
  private lease: SeatLease | null = null
  private judgeLine: JudgeLine | null = null
  private sender: Sender | null = null
  private saving = new Map<SheetKey, Promise<void>>()

  async open(pairingToken: string | null): Promise<void> {
    setInterval(() => (this.now = Date.now()), 1000)
    this.pairing = pairingToken
    this.deviceDb = await openDevice()
    this.device = (await this.deviceDb.get('device', 'seat')) ?? null
    this.lease = new SeatLease(this.deviceDb, randomId(), () => this.leave())
    if (!this.device || pairingToken) this.phase = 'pairing'
    else await this.sit(false)
  }

  /** Refused or Unreachable of shared/api on failure. */
  async pair(pin: string): Promise<void> {
    const body = { token: this.pairing, pin, device: navigator.userAgent.slice(0, 80) }
    const device = await post<Device>('/api/pair', body)
    const tx = this.deviceDb!.transaction('device', 'readwrite', STRICT)
    await Promise.all([tx.store.put(device, 'seat'), tx.done])
    this.pairing = null
    this.device = device
    await this.sit(true)
  }

  /** Takes the seat in this tab: what is on the device first, the line after. */
  async sit(force: boolean): Promise<void> {
    if (!(await this.lease!.take(force))) {
      this.phase = 'elsewhere'
      return
    }
    this.db = await openSeat(this.device!)
    await this.load()
    this.phase = 'ready'
    this.judgeLine = this.newLine(this.device!.token)
    this.sender = new Sender(this.db, this.judgeLine, (key) => this.loadOne(key))
    this.judgeLine.start()
  }

  private newLine(token: string): JudgeLine {
    return new JudgeLine(token, {
      greeting: () => ({
        receipt: this.receipt,
        unsent: this.jobs.length,
        app: APP,
        visible: document.visibilityState === 'visible',
      }),
      state: (state) => this.setLine(state),
      heard: () => (this.heardAt = Date.now()),
      hello: (answer) => this.greeted(answer),
      refused: (answer) => (this.said = answer.message),
      revoked: (message) => this.revoked(message),
    })
  }

  private setLine(state: LineState): void {
    this.line = state
    if (state === 'online') this.sender?.wake()
  }

  private async greeted(hello: Hello): Promise<void> {
    await keepHello(this.db!, hello, keptSheets(hello.sheets))
    this.said = null
    this.heardAt = Date.now()
    await this.load()
  }

  private revoked(message: Text | null): void {
    this.said = message
    this.sender?.stop()
    this.phase = 'revoked'
  }

  private leave(): void {
    this.judgeLine?.stop()
    this.sender?.stop()
    this.phase = 'elsewhere'
  }

  private async load(): Promise<void> {
    const kept = await loadSeat(this.db!)
    this.hello = kept.hello ?? null
    this.receipt = kept.receipt ?? null
    this.sheets = new Map(kept.sheets.map((one) => [one.key, one]))
    this.jobs = kept.jobs
    const known = new Map(kept.drafts.map((draft) => [draft.key, draft]))
    for (const key of new Set([...Object.keys(this.drafts), ...known.keys()])) this.meet(key, known.get(key))
  }

  private async loadOne(key: SheetKey): Promise<void> {
    const kept = await loadSheet(this.db!, key)
    this.receipt = kept.receipt ?? null
    if (kept.sheet) this.sheets = new Map(this.sheets).set(key, kept.sheet)
    this.jobs = [...this.jobs.filter((job) => job.key !== key), ...kept.jobs]
    this.meet(key, kept.draft)
    const draft = this.drafts[key]
    if (draft && kept.draft) Object.assign(draft, { refusal: kept.draft.refusal, aside: kept.draft.aside })
  }

  /** A draft from the disk replaces the one on the screen, unless the judge is typing: then only its base counts. */
  private meet(key: SheetKey, kept: Draft | undefined): void {
    const typing = this.unsaved[key] || this.saving.has(key) ? this.drafts[key] : undefined
    if (typing) typing.base = Math.max(typing.base, kept?.base ?? 0)
    else if (kept) this.drafts[key] = kept
    else delete this.drafts[key]
  }

  get seatName(): string {
    return pick((this.hello?.seat ?? this.device?.seat)?.name)
  }

  /** What the colleague's seat is called who typed the sheet; null for one's own. */
  typist(key: SheetKey): string | null {
    const seat = this.sheets.get(key)?.sheet.typed_by
    return seat && seat !== this.device?.seat.id ? pick(this.hello?.names[seat]) || seat : null
  }

  duty(key: SheetKey): Duty | undefined {
    return this.duties.get(key)
  }

  standing(key: SheetKey): Standing {
    return standingOf(this.sheets.get(key), this.drafts[key], this.waiting.get(key) ?? [])
  }

  /** Whether the judge has yet to fill in this sheet. */
  isToDo({ key, entry, item }: Duty): boolean {
    const { word, needs } = this.standing(key)
    const open = word === 'none' || word === 'draft' || needs === 'returned'
    return open && entry.status === 'present' && item.state === 'marking'
  }

  jobsOf(key: SheetKey): Job[] {
    return this.waiting.get(key) ?? []
  }

  typed(key: SheetKey): Typed {
    return this.drafts[key]?.typed ?? this.sheets.get(key)?.sheet.marks ?? {}
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
      typed: { ...(sheet?.marks ?? {}) },
      note: sheet?.note ?? '',
      base: sheet?.version ?? 0,
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
    this.touch(draft)
  }

  write(duty: Duty, note: string): void {
    const draft = this.draft(duty)
    draft.note = note
    this.touch(draft)
  }

  private touch(draft: Draft): void {
    draft.aside = null
    this.unsaved[draft.key] = true
    this.save(draft.key)
  }

  /** One write at a time per sheet; what is typed meanwhile goes with the next. */
  private save(key: SheetKey): void {
    if (this.saving.has(key)) return
    const writing = (async () => {
      while (this.unsaved[key] && this.drafts[key]) {
        this.unsaved[key] = false
        await keepDraft(this.db!, $state.snapshot(this.drafts[key]) as Draft)
      }
    })()
    this.saving.set(key, writing)
    void writing.finally(() => this.saving.delete(key))
  }

  private job(duty: Duty, kind: Job['kind'], confirm: boolean): Job {
    const { key, item, part, entry } = duty
    const version = this.sheets.get(key)?.sheet.version ?? 0
    return {
      ...{ request: randomId(), kind, key, item: item.id, code: entry.code, part: part.id },
      ...{ marks: {}, note: '', base: version, rulebook: item.rulebook, confirm, version },
      ...{ attempts: 0, notBefore: 0 },
    }
  }

  async send(duty: Duty, confirm: boolean): Promise<void> {
    await this.saving.get(duty.key)
    const draft = $state.snapshot(this.draft(duty)) as Draft
    const marks = toMarks(duty.part, draft.typed)
    const { base, note } = draft
    await queueSheet(this.db!, { ...this.job(duty, 'sheet', confirm), marks, note, base }, { ...draft, typed: marks })
    await this.loadOne(duty.key)
    this.sender?.wake()
  }

  async confirm(duty: Duty): Promise<void> {
    await queueConfirm(this.db!, this.job(duty, 'confirm', true))
    await this.loadOne(duty.key)
    this.sender?.wake()
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
    this.touch(draft)
  }
}

function grouped(jobs: Job[]): Map<SheetKey, Job[]> {
  const groups = new Map<SheetKey, Job[]>()
  for (const job of jobs) groups.set(job.key, [...(groups.get(job.key) ?? []), job])
  return groups
}

export const judging = new Judging()
