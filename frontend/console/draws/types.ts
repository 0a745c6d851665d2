/** Draws and assigning: the shapes of the API, generated from its document (scripts/types.sh). */
import type { LotsTold, Way as WaySaid } from '../../generated/api.ts'

export type { Assigning, Called, Calling, Draws, DrawSaid, Holder, Layer, LotsTold, RowSaid as Row, TableRow } from '../../generated/api.ts'

export type Lot = LotsTold['what']
export type What = Lot | 'number' | 'code'
export const LOTS: Lot[] = ['group', 'station', 'order']

/** '' where all mark all. */
export type Way = Exclude<NonNullable<WaySaid['way']>, ''>
export const WAYS: Way[] = ['each', 'group', 'station']
