/** The contest as it was at a line: the shapes of the API, generated from its document (scripts/types.sh). */
export type { ContestThen, ItemThen, RowThen } from '../../generated/api.ts'
