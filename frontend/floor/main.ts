/** The floor of the hall: check-in, clocks, hand-in desk, on tablets that need nothing else of the console. */
import '../shared/theme.css'
import '../console/desk.css'
import catalogue from 'virtual:catalogue/floor,console,state,shared/zh'
import { mount } from 'svelte'
import { useCatalogue } from '../shared/i18n.ts'
import { Later } from '../shared/later.svelte.ts'
import App from './App.svelte'
import { renewal } from './renewal.ts'

useCatalogue(catalogue)
void new Later(() => import('virtual:catalogue/floor,console,state,shared/en').then((english) => useCatalogue(english.default)))
void renewal.register()
mount(App, { target: document.getElementById('page')! })
