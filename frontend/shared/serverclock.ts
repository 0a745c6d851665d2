/**
 * The server's clock, told by a tablet whose own may be wrong: how far that lies behind, from answers that say what time
 * it was there. The quickest answer tells best; one that contradicts it means that the tablet's clock was set.
 */
const KEEP = 60_000 // ms; clocks drift

export class ServerClock {
  /** Server − device, in milliseconds; null until an answer came. */
  offset: number | null = null
  private trip = Infinity
  private when = -Infinity
  private readonly here: () => number

  constructor(here: () => number = Date.now) {
    this.here = here
  }

  /** An answer that was asked for at `asked` (device's clock) came just now and says that it was `there` on the server. */
  heard(there: number, asked: number): void {
    const now = this.here()
    const trip = Math.max(0, now - asked)
    const offset = Math.round(there - (asked + now) / 2)
    const jumped = this.offset !== null && Math.abs(offset - this.offset) > trip + this.trip + 50
    if (this.offset !== null && !jumped && trip > this.trip && Math.abs(now - this.when) < KEEP) return
    ;[this.offset, this.trip, this.when] = [offset, trip, now]
  }

  /** What time it is there, as well as can be told. */
  now(): number {
    return this.here() + (this.offset ?? 0)
  }
}
