import { expect, test } from 'vitest'
import { idFor } from './ids.ts'

const DAY = new Date('2026-11-28T12:00:00')

test('a contest is named after its preset and year', () => {
  expect(idFor('stage-speech', DAY, [])).toBe('stage-speech-2026')
  expect(idFor('', DAY, [])).toBe('contest-2026')
})

test('a name that is taken gets a number', () => {
  expect(idFor('', DAY, ['contest-2026', 'contest-2026-2'])).toBe('contest-2026-3')
})
