/** Which requests the service worker answers from what it keeps, and under which name it keeps a build. */

/** address → SHA-256, hex */
export type Files = Record<string, string>
type Asked = { method: string; mode: string; url: string }

const family = (name: string) => name.slice(0, name.indexOf('/') + 1)

/** Another build has another page, since the names of its files carry their digests. `page`: its address, /judge. */
export function cacheName(page: string, files: Files): string {
  return `contest-${page.slice(1)}-page/${files[page]!.slice(0, 16)}`
}

export function isStale(name: string, current: string): boolean {
  return family(name) === family(current) && name !== current
}

/** The kept address that answers the request; null leaves it to the network. */
export function keptFor({ method, mode, url }: Asked, origin: string, page: string, files: Files): string | null {
  const asked = new URL(url)
  if (method !== 'GET' || asked.origin !== origin) return null
  if (mode === 'navigate') return asked.pathname === page ? page : null
  return asked.pathname in files && asked.pathname !== page ? asked.pathname : null
}
