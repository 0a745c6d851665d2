/** What was just done and can be taken back by another act: offered for a while, then gone. The journal keeps both. */

const OFFERED = 20_000 // ms

export interface Offer { said: string; act: (key: string) => Promise<unknown> }

class Undo {
  offer = $state.raw<Offer | null>(null)
  private end: ReturnType<typeof setTimeout> | undefined

  /** Offers to take back what was just done. `said`: what that was; `act`: the act that takes it back. */
  done(said: string, act: Offer['act']): void {
    clearTimeout(this.end)
    this.offer = { said, act }
    this.end = setTimeout(() => this.close(), OFFERED)
  }

  close(): void {
    clearTimeout(this.end)
    this.offer = null
  }
}

export const undo = new Undo()
