/** A roster's rows beside each other. Pure. */
import type { RosterRow } from './types.ts'

export interface Change { from: string; to: string }

/** What differs between a row as it was and as it would be: name, unit, attributes, scores. */
export function differs(was: RosterRow, now: RosterRow): Change[] {
  const pairs: [string, string][] = [[was.name, now.name], [was.unit, now.unit]]
  for (const read of ['attributes', 'scores'] as const) {
    const keys = new Set([...Object.keys(was[read]), ...Object.keys(now[read])])
    for (const key of keys) pairs.push([was[read][key] ?? '', now[read][key] ?? ''])
  }
  return pairs.filter(([from, to]) => from !== to).map(([from, to]) => ({ from, to }))
}
