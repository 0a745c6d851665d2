/** Sentences that several views of a sheet share. */
import { has, lang, pick, t } from '../shared/i18n.ts'
import { show } from './decimal.ts'
import type { MarkFault } from './marks.ts'
import type { Standing } from './sheets.ts'
import type { Aspect, Mark } from './types.ts'
import type { Worth } from './worth.ts'

export function wordOf({ word, seq }: Standing): string {
  if (word === 'delivered' && seq !== null) return t('judge.word.delivered_seq', { seq })
  return t(`judge.word.${word}`)
}

export function needOf({ needs }: Standing): string {
  return needs ? t(`judge.needs.${needs}`) : ''
}

export function faultSentence(fault: MarkFault): string {
  const key = `mark.${fault.code}`
  return has(key) ? t(key, fault.data) : t('judge.fault.other')
}

/** A figure that was cut is marked as about right: the server rounds by the rulebook. */
export function figure(worth: Worth): string {
  return worth.exact ? show(worth.value) : t('judge.about', { figure: show(worth.value) })
}

export function limitsOf(aspect: Aspect): string {
  if (aspect.kind === 'points') {
    const data = { min: aspect.min ?? '0', max: aspect.max, step: aspect.step ?? '' }
    return t(aspect.step ? 'judge.limits.points' : 'judge.limits.points_free', data)
  }
  if (aspect.kind === 'measured') return measuredLimits(aspect)
  if (aspect.kind === 'bands') return bandLimits(aspect)
  if (aspect.kind === 'veto') return vetoLimits(aspect)
  if (aspect.kind === 'faults') return t('judge.limits.faults', { max: aspect.max, per: aspect.per_fault ?? '' })
  return t('judge.limits.max', { max: aspect.max })
}

function measuredLimits(aspect: Aspect): string {
  const unit = aspect.unit ?? ''
  const data = { max: aspect.max, nominal: aspect.nominal ?? '0', unit, tolerance: aspect.tolerance ?? '0' }
  if (aspect.per_outside) return outsideLimits(aspect, { ...data, per: aspect.per_outside })
  if (!aspect.ladder) return t('judge.limits.measured', { ...data, per: aspect.per_unit ?? '' })
  const rungs = aspect.ladder.map(({ upto, points }) => t('judge.limits.rung', { upto, points, unit })).join(t('judge.comma'))
  return t('judge.limits.ladder', { ...data, rungs })
}

function outsideLimits(aspect: Aspect, data: Record<string, string>): string {
  const allowed = aspect.allowed ? t('judge.limits.allowed', { n: aspect.allowed }) : ''
  return t('judge.limits.outside', data) + allowed
}

function bandLimits(aspect: Aspect): string {
  const bands = (aspect.bands ?? []).map((band) => t('judge.limits.band', { ...band, unit: aspect.unit ?? '' }))
  return t('judge.limits.bands', { max: aspect.max, bands: bands.join(t('judge.comma')) })
}

/** What a yes does, and how many of the panel it takes. */
function vetoLimits(aspect: Aspect): string {
  const most = aspect.bound === 'at_most' && aspect.fixes !== 'void' ? '.at_most' : ''
  const all = (aspect.needs ?? 1) > 1 ? t('judge.veto.needs', { n: aspect.needs! }) : ''
  return t(`judge.veto.${aspect.fixes ?? 'sheet'}${most}`, { at: aspect.at ?? '0' }) + all
}

/** The mark alone, as short as it can be read. */
export function shortMark(aspect: Aspect, mark: Mark | undefined): string {
  return aspect.kind === 'judgement' && typeof mark === 'string' && mark !== '' ? mark : markText(aspect, mark)
}

export function markText(aspect: Aspect, mark: Mark | undefined): string {
  if (mark === undefined || mark === '') return t('judge.unscored')
  if (typeof mark === 'boolean') return t(`judge.${aspect.kind === 'veto' ? (mark ? 'veto.yes' : 'veto.no') : mark ? 'pass' : 'fail'}`)
  const unit = aspect.unit ? ` ${aspect.unit}` : ''
  if (Array.isArray(mark)) return mark.map((text) => text || '—').join(' / ') + unit
  if (aspect.kind === 'faults') return t('judge.faults_count', { n: mark })
  if (aspect.kind === 'bands') return mark + unit
  const descriptor = aspect.kind === 'judgement' ? pick(aspect.descriptors?.[Number(mark)]) : ''
  return descriptor ? `${mark} · ${descriptor}` : mark
}

/** Sentences one after the other; Chinese sets no space between them. */
export function together(...sentences: (string | false | null | undefined)[]): string {
  return sentences.filter(Boolean).join(lang.now === 'zh' ? '' : ' ')
}

/** "12 秒前" */
export function ago(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return t('shared.seconds_ago', { n: seconds })
  return t('shared.minutes_ago', { n: Math.floor(seconds / 60) })
}

/** The mark as it stands in a narrow cell; "" while there is none. */
export function cellOf(aspect: Aspect, mark: Mark | undefined): string {
  if (mark === undefined || mark === '') return ''
  if (typeof mark === 'boolean') return mark === (aspect.kind !== 'veto') ? '✓' : '✕'
  return Array.isArray(mark) ? String(mark.filter((text) => text !== '').length) : mark
}

/** "12月3日 17:00", on this device's clock. */
export function dayAndTime(moment: string): string {
  const shown = { month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false } as const
  return new Intl.DateTimeFormat(lang.now === 'zh' ? 'zh-CN' : 'en-GB', shown).format(new Date(moment))
}
