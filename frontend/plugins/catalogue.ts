/**
 * Gives the pages the server's own catalogue: `virtual:catalogue/judge,mark` → {zh: {msgid: text}, en: {…}}, and one
 * language alone as `virtual:catalogue/judge,mark/en` → {en: {…}}, for a page that need not bring both at once.
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { po } from 'gettext-parser'
import type { Plugin } from 'vite'

const PREFIX = 'virtual:catalogue/'
const LANGUAGES = ['zh', 'en'] as const

type Texts = Record<string, string>

function poFile(folder: string, language: string, area: string): string {
  return resolve(folder, language, `${area}.po`)
}

export function readTexts(folder: string, language: string, area: string): Texts {
  return readArea(poFile(folder, language, area))
}

function readArea(file: string): Texts {
  if (!existsSync(file)) return {}
  const entries = po.parse(readFileSync(file)).translations[''] ?? {}
  const texts: Texts = {}
  for (const [id, entry] of Object.entries(entries)) {
    if (id && entry.msgstr[0]) texts[id] = entry.msgstr[0]
  }
  return texts
}

/** `folder` holds `zh/<area>.po` and `en/<area>.po`; an area whose file is not there yet is empty, with a warning. */
export function catalogue(folder: string): Plugin {
  return {
    name: 'contest-catalogue',
    resolveId(id) {
      return id.startsWith(PREFIX) ? '\0' + id : undefined
    },
    load(id) {
      if (!id.startsWith('\0' + PREFIX)) return undefined
      const [named = '', only] = id.slice(PREFIX.length + 1).split('/')
      const areas = named.split(',')
      const texts: Record<string, Texts> = {}
      for (const language of LANGUAGES) {
        if (only && only !== language) continue
        const files = areas.map((area) => poFile(folder, language, area))
        for (const file of files) {
          this.addWatchFile(file)
          if (!existsSync(file)) this.warn(`no catalogue yet: ${file}`)
        }
        texts[language] = Object.assign({}, ...files.map(readArea))
      }
      return `export default ${JSON.stringify(texts)}`
    },
  }
}
