/**
 * Builds every page by itself: whoever opens one page never loads what only another needs. The service workers come
 * last, since they list what their pages became.
 * `npm run build -- <folder>` builds elsewhere than contest/web/static.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'vite'

const root = import.meta.dirname
const outDir = resolve(process.argv[2] ?? resolve(root, '../contest/web/static'))
const pages = ['judge', 'board', 'console', 'floor', 'clock', 'register', 'trust'].filter((page) => existsSync(resolve(root, page, 'index.html')))

for (const [n, page] of pages.entries()) {
  process.env.CONTEST_PAGE = page
  await build({ configFile: resolve(root, 'vite.config.ts'), build: { outDir, emptyOutDir: n === 0 } })
}
for (const page of ['judge', 'floor']) {
  process.env.CONTEST_PAGE = page
  await build({ configFile: resolve(root, 'vite.worker.ts'), build: { outDir } })
}
