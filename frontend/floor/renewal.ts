/** The floor's page as an app: kept on the tablet, and renewed only while nobody works on it. */
import { Renewal } from '../shared/renewal.svelte.ts'

export const renewal = new Renewal('floor')
