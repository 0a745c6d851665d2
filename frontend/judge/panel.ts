/** What judges do as a panel or as a measuring team: beside the sheet, and not needed before the first mark. */
import catalogue from 'virtual:catalogue/panel'
import { useCatalogue } from '../shared/i18n.ts'

useCatalogue(catalogue)

export { default as Flash } from './Flash.svelte'
export { default as Team } from './Team.svelte'
