import { describe, expect, test } from 'vitest'
import { ago, deviceName, matters, tally } from './devices.ts'
import type { DeviceSeen } from './types.ts'

const device = (more: Partial<DeviceSeen> = {}): DeviceSeen => ({
  ...{ seat: { id: 's', name: { zh: '席', en: 'Seat' } }, judge: '', label: 'tablet 7', state: 'online', alarms: [] },
  ...{ silent_for: 1, unsent: 0, app: 'judge D3pbwDCU', newest: true, rtt: 12, practised: true, shadow: false },
  ...more,
})

describe('a device', () => {
  test('is called what a person would call it', () => {
    expect(deviceName('Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) MicroMess')).toBe('iPad')
    expect(deviceName('Mozilla/5.0 (Linux; Android 10) AppleWebKit/537 Chrome/99 MicroMessenger/8')).toBe('Android · WeChat')
    expect(deviceName('三号平板')).toBe('三号平板')
    expect(deviceName(null)).toBe('')
  })

  test('that fell silent says what it still holds, or that it was being marked on', () => {
    expect(matters(device({ state: 'away', alarms: ['silent'], unsent: 2 }))).toEqual(['console.device.alarm.silent'])
    expect(matters(device({ state: 'away', alarms: ['silent'] }))).toEqual(['console.device.alarm.silent.marking'])
    expect(matters(device({ alarms: ['two_devices'] }))).toEqual(['console.device.alarm.two_devices'])
    expect(matters(device({ state: 'asleep' }))).toEqual(['console.device.asleep'])
  })

  test('is counted once, under its state', () => {
    const counted = tally([device(), device({ state: 'away', alarms: ['silent', 'two_devices'] }), device({ state: 'unpaired' })])
    expect(counted).toEqual({ online: 1, asleep: 0, away: 1, unseen: 0, unpaired: 1, alarms: 1 })
  })
})

test('silence is told in the unit that fits', () => {
  expect([ago(12), ago(119), ago(120), ago(7199), ago(7200)]).toEqual([
    ['seconds', 12], ['seconds', 119], ['minutes', 2], ['minutes', 119], ['hours', 2],
  ])
})
