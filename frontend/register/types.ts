/** What a unit sees and sends by its link: the shapes of the API, generated from its document (scripts/types.sh). */
import type { Somebody, UnitPerson } from '../generated/api.ts'

export type { AskedField, OpenItem, UnitPage, UnitPerson as Person, UnitSheetTold as SheetTold } from '../generated/api.ts'

export type State = UnitPerson['state']
export type Said = Required<Somebody>
