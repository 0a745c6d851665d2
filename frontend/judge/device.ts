/** What only some browsers give, asked for where it exists: a screen that stays on, a memory that stays, the kind of network. */
import type { LineState } from './socket.ts'

/** A lock ends when the page is hidden; it is taken again each time the page is seen. */
export function stayAwake(): void {
  if (!('wakeLock' in navigator)) return
  const ask = () => {
    if (document.visibilityState === 'visible') void navigator.wakeLock.request('screen').catch(() => undefined)
  }
  document.addEventListener('visibilitychange', ask)
  ask()
}

/** Asks that the outbox is not cleared away when the device runs short of space. */
export function keepForGood(): void {
  if ('storage' in navigator && 'persist' in navigator.storage) void navigator.storage.persist().catch(() => undefined)
}

/** 'wifi', 'cellular', …; undefined where the browser does not tell. */
export function networkType(): string | undefined {
  return (navigator as { connection?: { type?: string } }).connection?.type
}

const LEFT_AFTER = 20_000

/** What to tell a judge whose line is down: that the phone is on mobile data, or to look whether it left the hall's Wi-Fi. */
export function awayHint(line: LineState, lostFor: number, type: string | undefined): 'mobile' | 'wifi' | null {
  if (line === 'online') return null
  if (type === 'cellular') return 'mobile'
  return lostFor > LEFT_AFTER ? 'wifi' : null
}
