/**
 * Notes on single aspects. A sheet has one note, a text that the chief reads as it stands; in it each aspect's note is a line of
 * its own that begins with the aspect's name. A line that begins otherwise belongs to the whole sheet: nothing is lost.
 */
import { aspectsOf } from './marks.ts'
import type { Aspect, Part } from './types.ts'

/** The most characters (code points) a sheet's note may hold, as the server bounds it. */
export const LONGEST_NOTE = 500

export type Notes = { own: Record<string, string>; rest: string }

/** Two aspects of one name are told apart by their ids. */
function label(part: Part, aspect: Aspect): string {
  const twins = aspectsOf(part).filter((one) => one.name.zh === aspect.name.zh)
  return twins.length > 1 ? `${aspect.name.zh}（${aspect.id}）：` : `${aspect.name.zh}：`
}

export function readNotes(part: Part, note: string): Notes {
  const labels = aspectsOf(part).map((aspect) => ({ id: aspect.id, label: label(part, aspect) }))
  const notes: Notes = { own: {}, rest: '' }
  const rest: string[] = []
  for (const line of note.split('\n')) {
    const of = labels.find((one) => line.startsWith(one.label) && !(one.id in notes.own))
    if (of) notes.own[of.id] = line.slice(of.label.length)
    else rest.push(line)
  }
  notes.rest = rest.join('\n')
  return notes
}

export function writeNotes(part: Part, { own, rest }: Notes): string {
  const lines = aspectsOf(part)
    .filter(({ id }) => own[id])
    .map((aspect) => label(part, aspect) + own[aspect.id]!.replace(/\n/g, ' '))
  return [...lines, ...(rest ? [rest] : [])].join('\n')
}

/**
 * The sheet's note with the aspect's (or, for null, the sheet's own) changed. Where it would be too long, what is being
 * typed is cut, and nothing that stood there before.
 */
export function withNote(part: Part, note: string, aspect: string | null, text: string): string {
  const { own, rest } = readNotes(part, note)
  const put = (said: string) => writeNotes(part, aspect === null ? { own, rest: said } : { own: { ...own, [aspect]: said }, rest })
  const over = [...put(text)].length - LONGEST_NOTE
  return over > 0 ? put([...text].slice(0, -over).join('')) : put(text)
}
