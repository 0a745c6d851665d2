/** Presses in words. */
import { t } from '../shared/i18n.ts'
import { spell } from '../shared/timekeeping.ts'
import type { PressSeen } from './types.ts'

export function scopeWord(scope: string): string {
  const at = scope.indexOf(':')
  const name = scope.slice(at + 1)
  return at < 0 ? t('floor.scope.all') : scope.startsWith('code:') ? name : t(`floor.scope.${scope.slice(0, at)}`, { name })
}

export function pressWord(press: PressSeen, undone: PressSeen | undefined): string {
  const kind = t(`floor.press.${press.kind}`)
  if (press.kind === 'give') return `${kind} ${spell(press.seconds * 1000)}`
  if (press.kind === 'undo' && undone) return `${kind} · ${t(`floor.press.${undone.kind}`)}`
  return press.place ? `${kind} · ${press.place}` : kind
}
