/** How wide a text is on this screen. Measured once at 100 px: a size in between is in proportion. */
const pen = document.createElement('canvas').getContext('2d')
const known = new Map<string, number>()

/** Width of `text` at `size`, in the unit of `size`; strong faces are the wider ones, so all is measured strong. */
export function measure(text: string, size: number): number {
  const key = `${document.documentElement.lang} ${text}` // each language has its own faces
  let width = known.get(key)
  if (width === undefined) {
    if (known.size > 5_000) known.clear()
    known.set(key, (width = widthAt100(text)))
  }
  return (width * size) / 100
}

function widthAt100(text: string): number {
  if (!pen) return text.length * 100
  pen.font = `700 100px ${getComputedStyle(document.documentElement).fontFamily}`
  return pen.measureText(text).width
}
