/** The judge's page as an app: kept on the device, and renewed only while no sheet is open. */
import { Renewal } from '../shared/renewal.svelte.ts'

export const renewal = new Renewal('judge')
