/** The pages of the product: which exist, and where their built HTML goes (judge/index.html → judge.html). */
import { existsSync, renameSync, rmdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'

export const PAGES = ['judge', 'board', 'console', 'floor', 'clock', 'register', 'trust']

/** Rolldown inputs of the pages that are there, or of `only` one; a page not written yet is left out. */
export function pageInputs(root: string, only?: string): Record<string, string> {
  const inputs: Record<string, string> = {}
  for (const page of only ? [only] : PAGES) {
    const html = resolve(root, page, 'index.html')
    if (existsSync(html)) inputs[page] = html
  }
  return inputs
}

export function flatPages(): Plugin {
  let outDir = ''
  return {
    name: 'contest-flat-pages',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    closeBundle() {
      for (const page of PAGES) {
        const html = resolve(outDir, page, 'index.html')
        if (!existsSync(html)) continue
        renameSync(html, resolve(outDir, `${page}.html`))
        rmdirSync(resolve(outDir, page))
      }
    },
  }
}

/** In development /judge, /board/x and /console open their page, as the server does. */
export function devPages(): Plugin {
  return {
    name: 'contest-dev-pages',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const page = PAGES.find((name) => new RegExp(`^/${name}(/[^?]*)?(\\?.*)?$`).test(request.url ?? ''))
        if (page) request.url = `/static/${page}/index.html`
        next()
      })
    },
  }
}
