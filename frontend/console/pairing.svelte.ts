/** How pairing stands in the open contest: held open or not, who waits. Asked every few seconds while the seats are shown. */
import { Refused } from '../shared/api.ts'
import { api } from './api.ts'
import { desk } from './desk.svelte.ts'
import type { PairingState } from './types.ts'

const EVERY = 3000 // ms

export class PairingWatch {
  /** null: not known yet, or not this account's to see */
  state = $state.raw<PairingState | null>(null)
  private timer: ReturnType<typeof setInterval>
  private readonly contest: string

  constructor(contest: string) {
    this.contest = contest
    this.timer = setInterval(() => document.hidden || void this.look(), EVERY)
    void this.look()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  may(act: PairingState['may'][number]): boolean {
    return this.state?.may.includes(act) ?? false
  }

  /** What an act answered is the newest truth; the seats follow it. */
  heard = (state: PairingState): void => {
    this.state = state
    desk.hinted()
  }

  private async look(): Promise<void> {
    try {
      this.state = await api.pairingState(this.contest)
    } catch (fault) {
      if (fault instanceof Refused) this.state = null // silence keeps the last truth; the desk says the line is lost
    }
  }
}
