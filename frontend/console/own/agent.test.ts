import { describe, expect, test } from 'vitest'
import { browserOf } from './agent.ts'

describe('what a browser calls itself', () => {
  test.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'Chrome · Windows'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0', 'Edge · Windows'],
    ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1', 'Safari · iOS'],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36 MicroMessenger/8.0', '微信 · Android'],
    ['curl/8.5', 'curl/8.5'],
    ['', '–'],
  ])('%s', (agent, told) => expect(browserOf(agent)).toBe(told))
})
