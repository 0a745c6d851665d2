/** One act that a person tries: busy, the sentence when it failed, and the key that makes a repeated try one act. */
import { Refused } from '../shared/api.ts'
import { randomId } from '../shared/id.ts'
import { whatWentWrong } from './said.ts'

export class Attempt {
  busy = $state(false)
  fault = $state('')
  private key = randomId()

  /** True when it was done. After silence the key stays, as nobody knows whether the act happened. */
  async run(work: (key: string) => Promise<void>): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.fault = ''
    try {
      await work(this.key)
      this.key = randomId()
      return true
    } catch (problem) {
      if (problem instanceof Refused) this.key = randomId()
      this.fault = whatWentWrong(problem)
      return false
    } finally {
      this.busy = false
    }
  }
}
