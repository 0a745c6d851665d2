import '../shared/theme.css'
import catalogue from 'virtual:catalogue/board,state'
import { mount } from 'svelte'
import { useCatalogue } from '../shared/i18n.ts'
import App from './App.svelte'

useCatalogue(catalogue)
const [, , id = ''] = location.pathname.split('/')
mount(App, { target: document.getElementById('page')!, props: { id: decodeURIComponent(id) } })
