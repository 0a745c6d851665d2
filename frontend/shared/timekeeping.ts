/**
 * What a clock shows, from the presses of its buttons: the same words and the same cases (timekeeping.json) as
 * contest/scoring/timekeeping.py, so that a tablet without a line shows what the server will say.
 */
export type PressKind = 'start' | 'pause' | 'resume' | 'stop' | 'hand_in' | 'give' | 'note' | 'undo'
/** scope: '' for all, `group:…`, `station:…` or `code:…`; at: milliseconds since 1970 by the server's clock. */
export interface Press { n: number; scope: string; kind: PressKind; at: number; seconds: number; undoes: number }
export type ClockState = 'ready' | 'running' | 'paused' | 'stopped'
/** ran in milliseconds, given in seconds; started and stopped are 0 where it was not. */
export interface Reading { state: ClockState; ran: number; given: number; started: number; stopped: number }

/** The presses that were not taken back, in the order in which they happened. */
export function standing<P extends Press>(presses: P[]): P[] {
  const gone = new Set(presses.filter(({ kind }) => kind === 'undo').map(({ undoes }) => undoes))
  return presses.filter(({ kind, n }) => kind !== 'undo' && !gone.has(n)).sort((a, b) => a.at - b.at || a.n - b.n)
}

export function reading(presses: Press[], now: number): Reading {
  const shown: Reading = { state: 'ready', ran: 0, given: 0, started: 0, stopped: 0 }
  let since = 0
  for (const { kind, at, seconds } of standing(presses)) {
    if (kind === 'give') shown.given += seconds
    else if (kind === 'start' && shown.state === 'ready') [shown.state, shown.started, since] = ['running', at, at]
    else if (kind === 'pause' && shown.state === 'running') [shown.state, shown.ran] = ['paused', shown.ran + at - since]
    else if (kind === 'resume' && shown.state === 'paused') [shown.state, since] = ['running', at]
    else if ((kind === 'stop' || kind === 'hand_in') && (shown.state === 'running' || shown.state === 'paused')) {
      if (shown.state === 'running') shown.ran += at - since
      ;[shown.state, shown.stopped] = ['stopped', at]
    }
  }
  if (shown.state === 'running') shown.ran += Math.max(0, now - since)
  return shown
}

/** Every scope that reaches an entry. */
export function scopesOf(code: string, group = '', station = ''): string[] {
  return ['', ...(group ? [`group:${group}`] : []), ...(station ? [`station:${station}`] : []), `code:${code}`]
}

/**
 * The scopes that have a clock of their own in the hall: where one was started and that stands; and, once all were
 * started, where a press has set one apart from them. All where nothing was started.
 */
export function clocksOf(presses: Press[]): string[] {
  const there = standing(presses)
  const started = new Set(there.filter(({ kind }) => kind === 'start').map(({ scope }) => scope))
  const own = there.map(({ scope }) => scope).filter((scope) => started.has(scope) || started.has(''))
  return own.length ? [...new Set(own)].sort() : ['']
}

export const reaching = <P extends Press>(presses: P[], scopes: string[]): P[] => presses.filter(({ scope }) => scopes.includes(scope))

/** Milliseconds left; below 0 once it is over. A limit in seconds. */
export const left = (limit: number, { ran, given }: Reading): number => (limit + given) * 1000 - ran

/** The hall's word for a figure. Without a limit it is the time used: nothing is left of it, and it is never up. */
export function hallWord(limit: number | null, shown: Reading): ClockState | 'over' | 'used' {
  if (limit === null) return shown.state === 'running' || shown.state === 'stopped' ? 'used' : shown.state
  return left(limit, shown) < 0 ? 'over' : shown.state
}

/** `2:59:07`, or `9:07`; a second that has begun to be left is shown as left, one that was used counts once it is over. */
export function spell(ms: number, up = false): string {
  const seconds = up ? Math.ceil(ms / 1000) : Math.floor(ms / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`
}
