/** What this tablet last heard, so that the floor opens while the server is away: on the device, until it is signed out. */
const PREFIX = 'floor-kept/'

/** at: when the server said so */
export interface Kept<T> { at: string; value: T }

/** A tablet that keeps nothing (a private window, a full disk) opens without the server no more; everything else goes on. */
export function keep(name: string, value: unknown, storage: Storage = localStorage): void {
  try {
    storage.setItem(PREFIX + name, JSON.stringify({ at: new Date().toISOString(), value }))
  } catch {
    forget(name, storage)
  }
}

export function recall<T>(name: string, storage: Storage = localStorage): Kept<T> | null {
  try {
    return JSON.parse(storage.getItem(PREFIX + name) ?? 'null') as Kept<T> | null
  } catch {
    return null
  }
}

function forget(name: string, storage: Storage): void {
  try {
    storage.removeItem(PREFIX + name)
  } catch {
    // a storage that is shut keeps nothing either
  }
}

/** Names and units stay on no tablet after who worked there has left it. */
export function forgetAll(storage: Storage = localStorage): void {
  const names = Array.from({ length: storage.length }, (_, i) => storage.key(i)!)
  for (const name of names) if (name.startsWith(PREFIX)) storage.removeItem(name)
}
