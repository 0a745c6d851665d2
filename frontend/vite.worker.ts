/** The judge's service worker: one script of its own at /judge-sw.js, built after the page whose files it lists. */
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { precache } from './plugins/precache.ts'

const root = import.meta.dirname

export default defineConfig({
  root,
  plugins: [precache()],
  build: {
    outDir: resolve(root, '../contest/web/static'),
    emptyOutDir: false,
    target: ['chrome87', 'safari15', 'firefox90'],
    modulePreload: false,
    rolldownOptions: {
      input: resolve(root, 'judge/worker/worker.ts'),
      output: { entryFileNames: 'judge-sw.js', format: 'iife' },
    },
  },
})
