import '../shared/theme.css'
import './desk.css'
import catalogue from 'virtual:catalogue/calendar,console,course,figures,state,shared'
import { mount } from 'svelte'
import { useCatalogue } from '../shared/i18n.ts'
import App from './App.svelte'
import { parseRoute } from './route.ts'
import { FLOOR } from './state.ts'

useCatalogue(catalogue)
toTheFloor()
addEventListener('hashchange', toTheFloor)
mount(App, { target: document.getElementById('page')! })

/** A deep link to a page of the hall's floor leads there. */
function toTheFloor(): void {
  if (FLOOR.some((page) => page === parseRoute(location.hash).tab)) location.replace(`/floor${location.hash}`)
}
