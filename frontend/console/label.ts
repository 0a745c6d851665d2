import { pick, type Text } from '../shared/i18n.ts'

/** A name as the server gives it: plain (a person's) or in both languages (a rule's). */
export const label = (name: string | Text | null | undefined): string => (typeof name === 'string' ? name : pick(name))

/** `砌筑 · 操作过程 1` under the head 操作过程 of 砌筑 is just `1`: what stands above is not said again. */
export function shortened(name: string, ...above: string[]): string {
  const rest = above.reduce((left, word) => (word && left.startsWith(word) ? left.slice(word.length).replace(/^[\s·・:：-]+/, '') : left), name)
  return rest || name
}
