/** A judge's stopwatch: what it shows, and how it is kept so that a reload or a sleeping phone loses nothing. Pure. */

/** Milliseconds. `began`: when it was started last, null while it stands; `kept`: what ran before that. */
export type Watch = { began: number | null; kept: number }

export const STILL: Watch = { began: null, kept: 0 }

export const elapsed = ({ began, kept }: Watch, now: number): number => kept + (began === null ? 0 : Math.max(0, now - began))

export const turned = (watch: Watch, now: number): Watch =>
  watch.began === null ? { ...watch, began: now } : { began: null, kept: elapsed(watch, now) }

/** `1:02:03`, or `02:03` under an hour. */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return seconds < 3600 ? rest : `${Math.floor(seconds / 3600)}:${rest}`
}

/** What was kept as text; anything else is a watch that stands at nothing. */
export function read(text: string | null): Watch {
  try {
    const { began, kept } = JSON.parse(text ?? '')
    if ((began === null || Number.isFinite(began)) && Number.isFinite(kept)) return { began, kept }
  } catch {
    // nothing was kept, or something else
  }
  return STILL
}
