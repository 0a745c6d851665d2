/** Two fingers on what is read: how much larger it is shown. Pure. */
export const LEAST = 1
export const MOST = 4

export type Finger = { x: number; y: number }

export function apart(fingers: Iterable<Finger>): number {
  const [a, b] = fingers
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0
}

export function bounded(zoom: number): number {
  return Math.min(MOST, Math.max(LEAST, zoom))
}

/** Where to scroll to, so that what is in the middle stays there when all becomes `ratio` times as large. */
export function recentred(scroll: number, size: number, ratio: number): number {
  return (scroll + size / 2) * ratio - size / 2
}
