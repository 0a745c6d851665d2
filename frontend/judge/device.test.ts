import { expect, test } from 'vitest'
import { awayHint } from './device.ts'

test('a phone that is on mobile data while the line is down is told so at once', () => {
  expect(awayHint('offline', 1_000, 'cellular')).toBe('mobile')
  expect(awayHint('connecting', 1_000, 'cellular')).toBe('mobile')
})

test('where the browser does not tell the network, a line that stays down asks about the Wi-Fi', () => {
  expect(awayHint('offline', 20_000, undefined)).toBeNull()
  expect(awayHint('offline', 20_001, undefined)).toBe('wifi')
  expect(awayHint('connecting', 30_000, 'wifi')).toBe('wifi')
})

test('whoever is connected is not asked anything, on whatever network', () => {
  expect(awayHint('online', 60_000, 'cellular')).toBeNull()
})
