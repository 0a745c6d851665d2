/** A page's service worker: one script of its own at /<page>-sw.js, built after the page whose files it lists. */
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { precache } from './plugins/precache.ts'

const root = import.meta.dirname
const page = process.env.CONTEST_PAGE ?? 'judge'

export default defineConfig({
  root,
  plugins: [precache(page)],
  build: {
    outDir: resolve(root, '../contest/web/static'),
    emptyOutDir: false,
    target: ['chrome87', 'safari15', 'firefox90'],
    modulePreload: false,
    rolldownOptions: {
      input: resolve(root, 'shared/worker/worker.ts'),
      output: { entryFileNames: `${page}-sw.js`, format: 'iife' },
    },
  },
})
