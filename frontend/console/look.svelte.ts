/** Something that one page asks the server for by itself: the newest answer, or why there is none. */
import { Refused, Unreachable } from '../shared/api.ts'

export class Look<T> {
  value = $state.raw<T | null>(null)
  refused = $state.raw<Refused | null>(null)
  busy = $state(false)
  private asked = 0
  private readonly ask: () => Promise<T>

  constructor(ask: () => Promise<T>) {
    this.ask = ask
  }

  /** What an act answered stands at once; whatever was still being asked is older, so it is asked anew. */
  told(value: T): void {
    ;[this.value, this.refused] = [value, null]
    void this.again()
  }

  /** A late answer never replaces a newer one; silence keeps what is there (the desk says that the line is lost). */
  async again(): Promise<void> {
    const turn = ++this.asked
    this.busy = true
    try {
      const value = await this.ask()
      if (turn === this.asked) [this.value, this.refused] = [value, null]
    } catch (fault) {
      if (fault instanceof Refused && turn === this.asked) this.refused = fault
      else if (!(fault instanceof Refused || fault instanceof Unreachable)) throw fault
    } finally {
      if (turn === this.asked) this.busy = false
    }
  }
}
