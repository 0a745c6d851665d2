/** The page that reads codes by the camera: there before it is wanted, whatever the line does then. */
import { Later } from '../shared/later.svelte.ts'

export const camera = new Later(() => import('./Scan.svelte'))
