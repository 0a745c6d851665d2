/** Moments in the language of the page. */
import { lang } from '../shared/i18n.ts'

/** "12月3日 17:00", on this machine's clock. */
export function dayAndTime(moment: string): string {
  const shown = { month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false } as const
  return new Intl.DateTimeFormat(lang.now === 'zh' ? 'zh-CN' : 'en-GB', shown).format(new Date(moment))
}
