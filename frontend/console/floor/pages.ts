/** The floor's pages with their words. */
import catalogue from 'virtual:catalogue/floor'
import { useCatalogue } from '../../shared/i18n.ts'
import Checkin from './Checkin.svelte'
import ClockTab from './ClockTab.svelte'
import Handin from './Handin.svelte'

useCatalogue(catalogue)

export const checkin = Checkin
export const clock = ClockTab
export const handin = Handin
