/** Two versions of one sheet side by side: one that another device sent, and one that was set aside. */
import catalogue from 'virtual:catalogue/versions'
import { useCatalogue } from '../shared/i18n.ts'

useCatalogue(catalogue)

export { default as Aside } from './Aside.svelte'
export { default as Newer } from './Newer.svelte'
