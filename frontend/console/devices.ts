/** What the device board says of a device: its name as people call it, and what is the matter. Pure. */
import type { DeviceSeen } from './types.ts'

const MAKES: [RegExp, string][] = [[/iPad/, 'iPad'], [/iPhone/, 'iPhone'], [/HarmonyOS|OpenHarmony/, 'HarmonyOS'], [/Android/, 'Android'], [/Macintosh/, 'Mac'], [/Windows/, 'Windows'], [/Linux/, 'Linux']]
const BROWSERS: [RegExp, string][] = [[/MicroMessenger/, 'WeChat'], [/Edg/, 'Edge'], [/Firefox/, 'Firefox'], [/Chrome/, 'Chrome'], [/Safari/, 'Safari']]
const first = (list: [RegExp, string][], text: string) => list.find(([sign]) => sign.test(text))?.[1]

/** `iPad · WeChat` of a browser's long signature; any other label as it is. */
export function deviceName(label: string | null): string {
  if (!label?.startsWith('Mozilla/')) return label ?? ''
  return [first(MAKES, label), first(BROWSERS, label)].filter(Boolean).join(' · ') || label.slice(0, 24)
}

/** The sentences (catalogue keys) for what is the matter, the worst first; where nothing is, just the state. */
export function matters(device: DeviceSeen): string[] {
  const said = device.alarms.map((alarm) => (alarm === 'silent' && !device.unsent ? 'silent.marking' : alarm))
  return said.length ? said.map((alarm) => `console.device.alarm.${alarm}`) : [`console.device.${device.state}`]
}

export function tally(devices: DeviceSeen[]): Record<DeviceSeen['state'] | 'alarms', number> {
  const count = (what: (device: DeviceSeen) => boolean) => devices.filter(what).length
  const of = (state: DeviceSeen['state']) => count((device) => device.state === state)
  return { online: of('online'), asleep: of('asleep'), away: of('away'), unseen: of('unseen'), unpaired: of('unpaired'), alarms: count((device) => device.alarms.length > 0) }
}

/** Seconds of silence in the unit that fits. */
export function ago(seconds: number): ['seconds' | 'minutes' | 'hours', number] {
  if (seconds < 120) return ['seconds', seconds]
  return seconds < 7200 ? ['minutes', Math.floor(seconds / 60)] : ['hours', Math.floor(seconds / 3600)]
}
