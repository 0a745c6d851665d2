/** The unit's client. The link's token goes in a header, never in an address, so that no log holds it. */
import { call, Refused } from '../shared/api.ts'
import type { Said, SheetTold, UnitPage } from './types.ts'

const FILE = 120_000
const UNIT = '/api/unit'
const token = () => location.hash.slice(1)
const headers = () => ({ Authorization: `Bearer ${token()}` })
const personAt = (id: string) => `${UNIT}/people/${encodeURIComponent(id)}`

const ask = <T>(method: string, path: string, body?: unknown, timeout?: number) => call<T>(method, path, body, { headers: headers(), timeout })

function form(file: Blob, name: string): FormData {
  const made = new FormData()
  made.set('file', file, name)
  return made
}

/** A file that only this link opens, as an address of the page's own. */
async function blobOf(path: string): Promise<string> {
  const reply = await fetch(path, { headers: headers(), cache: 'no-store' })
  if (!reply.ok) throw new Refused(reply.status, await reply.json())
  return URL.createObjectURL(await reply.blob())
}

export const api = {
  page: () => ask<UnitPage>('GET', UNIT),
  enrol: (item: string, said: Said) => ask<UnitPage>('POST', `${UNIT}/people`, { item, ...said }),
  correct: (id: string, said: Said) => ask<UnitPage>('POST', personAt(id), said),
  withdraw: (id: string) => ask<UnitPage>('POST', `${personAt(id)}/withdraw`, {}),
  substitute: (id: string, said: Said & { note: string }) => ask<UnitPage>('POST', `${personAt(id)}/substitute`, said),
  keepBack: (id: string) => ask<UnitPage>('POST', `${personAt(id)}/substitute/withdraw`, {}),
  putPhoto: (id: string, photo: Blob) => ask<unknown>('POST', `${personAt(id)}/photo`, form(photo, 'photo.jpg'), FILE),
  photo: (id: string) => blobOf(`${personAt(id)}/photo`),
  template: () => blobOf(`${UNIT}/template.xlsx`),
  readSheet: (file: File) => ask<SheetTold>('POST', `${UNIT}/sheet/read`, form(file, file.name), FILE),
  sendSheet: (file: File, digest: string) => ask<UnitPage>('POST', `${UNIT}/sheet?${new URLSearchParams({ digest })}`, form(file, file.name), FILE),
}

const LONGEST = 1000 // pixels: the server makes it smaller still

/** A phone's photo is megabytes: made small before it is sent, where the browser can. */
export async function shrunk(file: File): Promise<Blob> {
  try {
    const image = await createImageBitmap(file)
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
    return made && made.size < file.size ? made : file
  } catch {
    return file
  }
}
