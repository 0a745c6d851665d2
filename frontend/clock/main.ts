import '../shared/theme.css'
import catalogue from 'virtual:catalogue/hallclock'
import { mount } from 'svelte'
import { useCatalogue } from '../shared/i18n.ts'
import App from './App.svelte'

useCatalogue(catalogue)
const [contest = '', item = ''] = decodeURIComponent(location.pathname.split('/')[2] ?? '').split('.')
mount(App, { target: document.getElementById('page')!, props: { contest, item } })
