import '../shared/theme.css'
import './desk.css'
import { mount } from 'svelte'
import { useLanguages } from '../shared/i18n.ts'
import App from './App.svelte'
import { parseRoute } from './route.ts'
import { FLOOR } from './state.ts'

toTheFloor()
addEventListener('hashchange', toTheFloor)
// A desk brings the words of its own language only.
const words = useLanguages({
  zh: () => import('virtual:catalogue/aspect,book,calendar,console,course,figures,mark,scheme,state,shared,undo/zh'),
  en: () => import('virtual:catalogue/aspect,book,calendar,console,course,figures,mark,scheme,state,shared,undo/en'),
})
void words.then(() => mount(App, { target: document.getElementById('page')! }))

/** A deep link to a page of the hall's floor leads there. */
function toTheFloor(): void {
  if (FLOOR.some((page) => page === parseRoute(location.hash).tab)) location.replace(`/floor${location.hash}`)
}
