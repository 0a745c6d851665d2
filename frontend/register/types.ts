/** What a unit sees and sends by its link: the shapes of the server, word for word. */
import type { Text } from '../shared/i18n.ts'

export type State = 'waiting' | 'accepted' | 'amend' | 'refused'
export interface AskedField { id: string; name: Text; number: boolean; closed: boolean; choices: { value: string; name: Text }[] }
export interface OpenItem { id: string; name: Text; used: number; most: number | null; opened: boolean; drawn: boolean; fields_asked: AskedField[] }
export interface Person {
  id: string; item: string; number: string; name: string; attributes: Record<string, string>; state: State; note: string
  entered: boolean; photo: boolean; substitute: { name: string; note: string; attributes: Record<string, string> } | null
}
export interface UnitPage {
  contest: Text; unit: string; closes: string; substitutes_until: string; open: boolean; substitutes: boolean; most: number | null
  items: OpenItem[]; people: Person[]
}
export interface Said { name: string; number: string; attributes: Record<string, string> }
export interface SheetTold {
  digest: string; counts: { added: number; changed: number; same: number }; rows: { item: string; number: string; name: string; was: string }[]
}
