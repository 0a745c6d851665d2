import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { catalogue } from './plugins/catalogue.ts'
import { installable } from './plugins/installable.ts'
import { later } from './plugins/later.ts'
import { devPages, flatPages, pageInputs } from './plugins/pages.ts'

const root = import.meta.dirname
const catalogues = resolve(root, '../contest/locale')
const server = process.env.CONTEST_URL ?? 'http://127.0.0.1:8000'

export default defineConfig({
  root,
  base: '/static/',
  plugins: [svelte(), catalogue(catalogues), installable('judge', catalogues), flatPages(), devPages()],
  // Older browsers are given `a?.b` in longer words; these are the shorter ones, since no page meets document.all.
  oxc: { assumptions: { noDocumentAll: true } },
  build: {
    outDir: resolve(root, '../contest/web/static'),
    emptyOutDir: true,
    // Borrowed tablets are old: nothing newer than what a browser of 2021 reads.
    target: ['chrome87', 'safari15', 'firefox90'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pageInputs(root, process.env.CONTEST_PAGE), output: later(process.env.CONTEST_PAGE) },
  },
  server: {
    proxy: {
      '/api': server,
      '/boards': server,
      '/stream': server,
      '/socket.io': { target: server, ws: true },
    },
  },
  test: { include: ['**/*.test.ts'], environment: 'node' },
})
