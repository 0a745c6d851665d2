import { expect, test } from 'vitest'
import { Look } from './look.svelte.ts'

/** Answers that come when the test lets them. */
function slow(): { look: Look<string>; answers: ((value: string) => void)[] } {
  const answers: ((value: string) => void)[] = []
  return { look: new Look(() => new Promise<string>((answer) => answers.push(answer))), answers }
}

test('a late answer never replaces a newer one', async () => {
  const { look, answers } = slow()
  const both = [look.again(), look.again()]
  answers[1]!('new')
  answers[0]!('old')
  await Promise.all(both)
  expect(look.value).toBe('new')
  expect(look.busy).toBe(false)
})

test('what an act answered is not undone by what was asked before it', async () => {
  const { look, answers } = slow()
  const before = look.again()
  look.told('done')
  answers[0]!('not yet')
  await before
  expect(look.value).toBe('done')
  expect(answers).toHaveLength(2)
})
