/** How the page looks on this device: type size, light or dark, contrast. Kept on the device; the device's own settings hold
 * until a judge chooses. */
const KEPT = 'contest.look'

export const SIZES = ['usual', 'large', 'largest'] as const
export const THEMES = ['auto', 'light', 'dark'] as const
export const CONTRASTS = ['usual', 'high'] as const
export type Look = { size: (typeof SIZES)[number]; theme: (typeof THEMES)[number]; contrast: (typeof CONTRASTS)[number] }

const USUAL: Look = { size: 'usual', theme: 'auto', contrast: 'usual' }

function kept(): Look {
  try {
    return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Look>) }
  } catch {
    return USUAL
  }
}

let now = $state<Look>(kept())

export const look = {
  get now(): Look {
    return now
  },
}

export function setLook(change: Partial<Look>): void {
  now = { ...now, ...change }
  applyLook()
  try {
    localStorage.setItem(KEPT, JSON.stringify(now))
  } catch {
    // Storage may be shut in a private window; the choice then lives as long as the page.
  }
}

/** Called once at the start: before the first paint, so that a dark hall is not lit up. */
export function applyLook(): void {
  const { dataset } = document.documentElement
  dataset.size = now.size
  dataset.contrast = now.contrast
  if (now.theme === 'auto') delete dataset.theme
  else dataset.theme = now.theme
}
