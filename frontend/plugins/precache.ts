/** Tells a page's service worker what that page was built into: `virtual:precache` → PAGE, FILES {address: SHA-256}. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Plugin } from 'vite'

const ID = 'virtual:precache'

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

/** The page first, then all that it names of what was built beside it, and what that names. `folder` holds the built pages. */
export function filesOf(folder: string, name: string): Record<string, string> {
  const page = resolve(folder, `${name}.html`)
  const files: Record<string, string> = { [`/${name}`]: digest(page) }
  const waiting = [...readFileSync(page, 'utf-8').matchAll(/(?:src|href)="\/static\/([^"]+)"/g)].map(([, named]) => named!)
  for (const named of waiting) {
    const file = resolve(folder, named)
    if (!existsSync(file)) throw new Error(`${page} names ${named}, which was not built`)
    files[`/static/${named}`] ??= digest(file)
    if (named.endsWith('.js')) waiting.push(...laterOf(folder, file).filter((later) => !waiting.includes(later)))
  }
  return files
}

/** What a script fetches later: `import("./x.js")` and the styles that come with it. */
function laterOf(folder: string, script: string): string[] {
  const named = [...readFileSync(script, 'utf-8').matchAll(/["'`](?:\.\/|assets\/)([\w.-]+\.(?:js|css))["'`]/g)]
  return named.map(([, name]) => `assets/${name}`).filter((name) => existsSync(resolve(folder, name)))
}

export function precache(page: string): Plugin {
  let folder = ''
  return {
    name: 'contest-precache',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    resolveId(id) {
      return id === ID ? '\0' + ID : undefined
    },
    load(id) {
      if (id !== '\0' + ID) return undefined
      return `export const PAGE = ${JSON.stringify(`/${page}`)}\nexport const FILES = ${JSON.stringify(filesOf(folder, page))}`
    },
  }
}
