import '../shared/theme.css'
import './judge.css'
import chinese from 'virtual:catalogue/aspect,judge,mark,shared/zh'
import { mount } from 'svelte'
import { lang, useCatalogue } from '../shared/i18n.ts'
import { Later } from '../shared/later.svelte.ts'
import App from './App.svelte'
import { desk } from './desk.svelte.ts'
import { applyLook } from './look.svelte.ts'
import { renewal } from './renewal.svelte.ts'
import { follow, takePairingToken } from './route.svelte.ts'
import { judging } from './store.svelte.ts'

const PATIENCE = 3_000 // ms, then Chinese until English comes

applyLook()
const pairing = takePairingToken()
useCatalogue(chinese)
follow()
// A hall's Wi-Fi brings one language at once and the other when there is time; who reads English waits for it.
const english = new Later(async () => useCatalogue((await import('virtual:catalogue/aspect,judge,mark,shared/en')).default))
const patience = new Promise((done) => setTimeout(done, PATIENCE))
void (lang.now === 'en' ? Promise.race([english.get(), patience]) : Promise.resolve()).then(() => {
  mount(App, { target: document.getElementById('page')! })
  void judging.open(pairing)
})
void renewal.register()

// A page that comes back from the browser's cache has an old view and no line: open it anew.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})
// A pairing link scanned while the page is open only changes the fragment.
window.addEventListener('hashchange', () => {
  if (new URLSearchParams(location.hash.slice(1)).has('pair')) location.reload()
})
// What waits on this device goes out only while the page is open.
window.addEventListener('beforeunload', (event) => {
  if (desk.isUnsent) event.preventDefault()
})
// A write that the device did not take (full, or cleared away under the page) is said, wherever it was tried.
window.addEventListener('unhandledrejection', ({ reason }) => {
  if (reason instanceof DOMException) judging.unkept(reason)
})
