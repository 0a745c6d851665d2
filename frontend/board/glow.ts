/** milliseconds */
const GLOW = 1_600

/** The eye is led once to what changed: a fading ground, above the rows it passes. Nothing moves by it. */
export function glow(row: Element): void {
  const edge = 'calc(-4px - 6 * var(--u)) 0 0'
  const lit = { backgroundColor: 'var(--glow)', boxShadow: `${edge} var(--vermilion)`, zIndex: 2 }
  const plain = { backgroundColor: 'var(--paper)', boxShadow: `${edge} var(--paper)`, zIndex: 2 }
  row.animate([lit, { ...lit, offset: 0.4 }, plain], { duration: GLOW, easing: 'ease-out' })
}
