/**
 * What a judge reads, from the server or from what was kept of it: in memory while the page is open, and over https where
 * the browser keeps answers; both bounded. A file never changes under its id, so what is kept is right for good.
 */
import type { Answer } from '../../shared/addresses.ts'
import type { Text } from '../../shared/i18n.ts'

export const LIST = '/api/judge/material'
/** `part` null: for every part */
export type Reading = Answer<typeof LIST, 'get'>[number]
const MOST_BYTES = 80_000_000
const MOST_ANSWERS = 600
const SHELF = 'contest-material'

/** The server knows it, and it is not to be read by this device any more. */
export class NotYours extends Error {
  readonly text: Text | null
  constructor(text: Text | null) {
    super('not yours')
    this.text = text
  }
}

export const pagePath = (reading: Reading, number: number) => `${LIST}/${reading.id}/pages/${number}`
export const textPath = (reading: Reading) => `${LIST}/${reading.id}/text`

export class Readings {
  private readonly token: string
  private readonly blobs = new Map<string, Blob>()
  private weight = 0

  constructor(token: string) {
    this.token = token
  }

  /** What there is of a sheet: the newest list, or the last one that was seen. */
  async of({ item, code, part }: { item: string; code: string; part: string }): Promise<Reading[]> {
    const answer = await this.asked(LIST).catch((fault) => this.kept(LIST, fault))
    const all = JSON.parse(await answer.text()) as Reading[]
    return all.filter((one) => one.item === item && one.code === code && (one.part ?? part) === part)
  }

  /** A page or a text. */
  async blob(path: string): Promise<Blob> {
    const known = this.blobs.get(path)
    const blob = known ?? (await (await this.kept(path).catch(() => this.asked(path))).blob())
    this.blobs.delete(path)
    this.blobs.set(path, blob)
    if (!known) this.weight += blob.size
    for (const [old, { size }] of this.blobs) {
      if (this.weight <= MOST_BYTES || old === path) break
      this.blobs.delete(old)
      this.weight -= size
    }
    return blob
  }

  private async asked(path: string): Promise<Response> {
    const answer = await fetch(path, { headers: { Authorization: `Bearer ${this.token}` }, cache: 'no-store' })
    if (!answer.ok) throw new NotYours(((await answer.json().catch(() => null)) as { message?: Text } | null)?.message ?? null)
    await this.keep(path, answer.clone())
    return answer
  }

  private async keep(path: string, answer: Response): Promise<void> {
    if (!('caches' in globalThis)) return
    try {
      const shelf = await caches.open(SHELF)
      await shelf.put(path, answer)
      const names = await shelf.keys()
      for (const old of names.slice(0, Math.max(0, names.length - MOST_ANSWERS))) await shelf.delete(old)
    } catch {
      // a full device reads on from the server
    }
  }

  private async kept(path: string, fault?: unknown): Promise<Response> {
    if (fault instanceof NotYours) throw fault
    const answer = 'caches' in globalThis ? await (await caches.open(SHELF)).match(path) : undefined
    if (!answer) throw fault ?? new Error('not kept')
    return answer
  }
}
