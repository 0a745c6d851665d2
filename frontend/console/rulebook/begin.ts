/** What a further item begins with. Pure. */
import type { Book } from './types.ts'

/** An id that no item has: as it was said, or with the first free number behind it. */
export function freeId(wanted: string, taken: string[]): string {
  const id = wanted || 'item'
  if (!taken.includes(id)) return id
  const stem = id.replace(/-\d+$/, '').slice(0, 36)
  for (let n = 2; ; n++) if (!taken.includes(`${stem}-${n}`)) return `${stem}-${n}`
}

type Name = { zh: string; en: string }

const TWO = { digits: 2, mode: 'half_up' }

/** The least that is a rulebook: one part, one criterion, one aspect of 100 points. Every stage that may divide is rounded. */
export function scratch(name: Name, part: Name, criterion: Name, aspect: Name): Book {
  return {
    format: 1,
    id: 'item',
    name,
    sealed: true,
    rounding: { aspect: TWO, judges: TWO, factor: TWO, weighted: TWO, total: TWO },
    parts: [
      {
        ...{ id: 'p1', name: part, source: 'judged', weight: '100', panel: { judges: 1, by: 'all' } },
        criteria: [{ id: 'c1', name: criterion, aspects: [{ id: 'a1', name: aspect, kind: 'points', max: '100', step: '0.5' }] }],
      },
    ],
    ties: [{ by: 'shared' }],
  }
}
