/** Hints that something changed: staff boards over Server-Sent Events. What a frame says is not read; it means "look". */

export interface Follower { stop(): void }

/** EventSource gives up for good on some faults; then it is made anew after 1–4 s, spread so that desks do not rush in together. */
export function follow(boards: string[], hint: () => void, make: (url: string) => EventSource = (url) => new EventSource(url)): Follower {
  let source: EventSource | null = null
  let again: ReturnType<typeof setTimeout> | undefined
  const open = () => {
    source = make(`/stream?boards=${boards.map(encodeURIComponent).join(',')}`)
    for (const kind of ['snapshot', 'frame', 'open']) source.addEventListener(kind, hint)
    source.onerror = () => {
      if (source?.readyState === 2) again = setTimeout(open, 1000 + Math.random() * 3000)
    }
  }
  if (boards.length) open()
  return {
    stop() {
      clearTimeout(again)
      source?.close()
    },
  }
}

/** Runs `work` at most once per `gap` ms: the first call at once, the last one never forgotten, never two at a time. */
export function atMostOncePer(gap: number, work: () => Promise<void>): { ask(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let busy = false
  let wanted = false
  let last = -Infinity
  const run = async () => {
    timer = undefined
    busy = true
    wanted = false
    last = performance.now()
    try {
      await work()
    } finally {
      busy = false
      if (wanted) ask()
    }
  }
  const ask = () => {
    wanted = true
    if (busy || timer !== undefined) return
    timer = setTimeout(run, Math.max(0, last + gap - performance.now()))
  }
  return {
    ask,
    stop: () => clearTimeout(timer),
  }
}
