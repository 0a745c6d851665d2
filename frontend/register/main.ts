import '../shared/theme.css'
import './register.css'
import catalogue from 'virtual:catalogue/register,shared'
import { mount } from 'svelte'
import { useCatalogue } from '../shared/i18n.ts'
import App from './App.svelte'

useCatalogue(catalogue)
mount(App, { target: document.getElementById('page')! })
