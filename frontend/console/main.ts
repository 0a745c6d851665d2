import '../shared/theme.css'
import './desk.css'
import catalogue from 'virtual:catalogue/calendar,console,course,figures,state,shared'
import { mount } from 'svelte'
import { useCatalogue } from '../shared/i18n.ts'
import App from './App.svelte'

useCatalogue(catalogue)
mount(App, { target: document.getElementById('page')! })
