/** The language of the page and its words. Chinese first; the choice is kept on the device. */
import type { Words } from '../generated/api.ts'
import { last } from './last.ts'

export type Lang = 'zh' | 'en'
export type Text = Words
export type Vars = Record<string, string | number>
type Catalogue = Record<Lang, Record<string, string>>

const KEPT = 'contest.lang'
let words = $state.raw<Catalogue>({ zh: {}, en: {} })

function kept(): Lang {
  const asked = new URLSearchParams(location.search).get('lang')
  if (asked === 'zh' || asked === 'en') return asked
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

let now = $state<Lang>(kept())

/** `lang.now` is reactive: whatever reads it, or calls t() or pick(), is drawn again on a change. */
export const lang = {
  get now(): Lang {
    return now
  },
}

export function setLang(next: Lang): void {
  now = next
  for (const bring of brought[next]) void bring()
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  try {
    localStorage.setItem(KEPT, next)
  } catch {
    // Storage may be shut in a private window; the choice then lives as long as the page.
  }
}

const brought: Record<Lang, (() => Promise<void>)[]> = { zh: [], en: [] }

/**
 * For a page, or a part of one, whose words come one language at a time: resolves when the present one is there; the
 * other comes when somebody asks for it, and until then, or where the line is cut, the page speaks as it did.
 */
export async function useLanguages(load: Record<Lang, () => Promise<{ default: Partial<Catalogue> }>>): Promise<void> {
  for (const one of ['zh', 'en'] as const) {
    let coming: Promise<void> | null = null
    brought[one].push(() => (coming ??= load[one]().then((words) => useCatalogue(words.default), () => void (coming = null))))
  }
  await last(brought[now])!()
}

/** What the contest calls those who mark and who is marked: {chief}, {judge}, {entry} … of sentences. */
let called = $state.raw<Record<string, Text>>({})
export const callThem = (words: Record<string, Text> = {}): void => void (called = words)

/** Called by each page's main.ts with its `virtual:catalogue/…`; what comes later is drawn when it comes. */
export function useCatalogue(catalogue: Partial<Catalogue>): void {
  words = { zh: { ...words.zh, ...catalogue.zh }, en: { ...words.en, ...catalogue.en } }
  setLang(now)
}

export function has(key: string): boolean {
  return key in words[now]
}

const written = (key: string): string | undefined => words[now][key] ?? words.zh[key] ?? words.en[key]

/**
 * The sentence for `key` with `{name}` filled in: from `vars`, else by the contest's own word, else the usual one
 * (`word.chief`). In the other language while the page's is still on its way; a key nobody wrote shows itself, so that it
 * is seen.
 */
export function t(key: string, vars: Vars = {}): string {
  return (written(key) ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(vars[name] ?? (pick(called[name]) || written(`word.${name}`) || whole)),
  )
}

/** A text of the rulebook in the page's language. */
export function pick(text: Text | null | undefined): string {
  return text ? text[now] || text.zh || text.en : ''
}
