/**
 * What a page can begin without: fetched once it stands idle, and tried again until it is there, so that a line which
 * is cut later takes nothing away. `value` is drawn when it comes.
 */
const AGAIN = 2_000 // ms between two tries; the page works meanwhile

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: AGAIN })
  else setTimeout(work, 200)
}

export class Later<T> {
  value = $state.raw<T | null>(null)
  private coming: Promise<T> | null = null
  private readonly load: () => Promise<T>

  /** `load` is an `import()`. */
  constructor(load: () => Promise<T>) {
    this.load = load
    whenIdle(() => void this.get())
  }

  /** Fetches it now, for whoever cannot wait until the page is idle. */
  get(): Promise<T> {
    this.coming ??= this.tried()
    return this.coming
  }

  private async tried(): Promise<T> {
    for (;;) {
      try {
        this.value = await this.load()
        return this.value
      } catch {
        await new Promise((done) => setTimeout(done, AGAIN))
      }
    }
  }
}
