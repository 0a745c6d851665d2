/** Several contests under one name: the shapes of the API, generated from its document (scripts/types.sh). */
export type { Series } from '../../generated/api.ts'
