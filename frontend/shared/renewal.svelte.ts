/**
 * A page as an app: kept on the device so that it opens without the server, and renewed only while nothing is held open.
 * Browsers keep pages in a secure context alone; on plain http nothing of this happens, and the page must stay open.
 */
import { untrack } from 'svelte'

export class Renewal {
  /** a newer page is ready and waits */
  isWaiting = $state(false)
  private held = $state(0)
  private kept: ServiceWorkerRegistration | undefined
  private readonly page: string
  readonly mayGo: boolean = $derived(this.isWaiting && this.held === 0)

  constructor(page: 'judge' | 'floor') {
    this.page = page
  }

  async register(): Promise<void> {
    if (!isSecureContext || !('serviceWorker' in navigator)) return
    try {
      this.kept = await navigator.serviceWorker.register(`/${this.page}-sw.js`, { scope: `/${this.page}` })
    } catch {
      return // a browser that keeps nothing, or a server that has none: the page works as it does on plain http
    }
    this.isWaiting = this.kept.waiting !== null
    this.kept.addEventListener('updatefound', () => this.follow(this.kept?.installing))
    this.follow(this.kept.installing)
  }

  /** The very first one has nothing to wait for. */
  private follow(coming: ServiceWorker | null | undefined): void {
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && this.kept?.active) this.isWaiting = true
    })
  }

  /** Asks the server whether there is a newer page. */
  look(): void {
    void this.kept?.update().catch(() => undefined)
  }

  /** The page stays as it is until the function that this gives is called. */
  hold(): () => void {
    this.held = untrack(() => this.held) + 1
    return () => {
      this.held -= 1
    }
  }

  /** With no page of the older one left open, the newer one did not have to wait and is there already. */
  go(): void {
    const next = this.kept?.waiting
    if (!next) return location.reload()
    next.addEventListener('statechange', () => {
      if (next.state === 'activated') location.reload()
    })
    next.postMessage('go')
  }
}
