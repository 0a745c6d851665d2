/** The unit's client. The link's token goes in a header, never in an address, so that no log holds it. */
import { get, post, Refused } from '../shared/api.ts'
import { piece, query } from '../shared/at.ts'
import type { Said } from './types.ts'

const FILE = 120_000
const UNIT = '/api/unit'
const token = () => location.hash.slice(1)
const headers = () => ({ Authorization: `Bearer ${token()}` })
const ours = (timeout?: number) => ({ headers: headers(), timeout })
const personAt = (id: string) => `${UNIT}/people/${piece<'registration'>(id)}` as const

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
  page: () => get(UNIT, ours()),
  enrol: (item: string, said: Said) => post(`${UNIT}/people`, { item, ...said }, ours()),
  correct: (id: string, said: Said) => post(personAt(id), said, ours()),
  withdraw: (id: string) => post(`${personAt(id)}/withdraw`, {}, ours()),
  substitute: (id: string, said: Said & { note: string }) => post(`${personAt(id)}/substitute`, said, ours()),
  keepBack: (id: string) => post(`${personAt(id)}/substitute/withdraw`, {}, ours()),
  putPhoto: (id: string, photo: Blob) => post(`${personAt(id)}/photo`, form(photo, 'photo.jpg'), ours(FILE)),
  photo: (id: string) => blobOf(`${personAt(id)}/photo`),
  template: () => blobOf(`${UNIT}/template.xlsx`),
  readSheet: (file: File) => post(`${UNIT}/sheet/read`, form(file, file.name), ours(FILE)),
  sendSheet: (file: File, digest: string) => post(`${UNIT}/sheet?${query({ digest })}`, form(file, file.name), ours(FILE)),
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
