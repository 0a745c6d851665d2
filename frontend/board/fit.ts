/** Cuts texts by meaning, so that nothing ever runs over: the unit first, the name last, and a name never in the middle. */

/** Width of a text at a size, in the units of the screen's grid. */
export type Measure = (text: string, size: number) => number

/** A name that fits is set in `size`; a longer one smaller, down to `small`, and then on two lines of `small`. */
export type Sizes = { size: number; small: number; unit: number; gap: number }
export type Fitted = { lines: string[]; size: number; unit: string }

const LEGAL_FORMS = [
  /(集团)?(股份)?(有限)?(责任)?公司(?=\S{0,6}$)/u,
  /,? (co\.?,? ?ltd\.?|ltd\.?|limited|inc\.?|llc|corporation|corp\.?)$/iu,
  /[（(][^）)]*[）)]/u,
]
/** A name keeps up to this share of the line before it is set in two lines. */
const NAME_SHARE = 0.7

/** A name and its unit in `width`: what is said in full, what shortened, and at which size. */
export function fit(name: string, unit: string | null, width: number, sizes: Sizes, measure: Measure): Fitted {
  const share = unit ? width * NAME_SHARE : width
  const shrunk = Math.floor((sizes.size * share) / Math.max(1, measure(name, sizes.size)))
  const size = Math.max(sizes.small, Math.min(sizes.size, shrunk))
  const lines = shrunk >= sizes.small ? [name] : twoLines(name, share, size, measure)
  const taken = Math.max(...lines.map((line) => measure(line, size)))
  return { lines, size, unit: fitUnit(unit ?? '', width - taken - sizes.gap, sizes.unit, measure) }
}

/** The unit in the longest wording that fits: in full, without its legal form, then its beginning with an ellipsis. */
export function fitUnit(unit: string, width: number, size: number, measure: Measure): string {
  const fits = (text: string) => measure(text, size) <= width
  let text = unit
  for (const form of LEGAL_FORMS) {
    if (fits(text)) return text
    text = text.replace(form, '').trim()
  }
  return fits(text) ? text : beginning(text, fits)
}

function beginning(text: string, fits: (text: string) => boolean): string {
  const letters = [...text]
  for (let kept = letters.length - 1; kept >= 2; kept -= 1) {
    const cut = `${letters.slice(0, kept).join('').trimEnd()}…`
    if (fits(cut)) return cut
  }
  return ''
}

/** Broken at · or a space, nearest to the middle; a name without either, at the middle. */
function twoLines(name: string, width: number, size: number, measure: Measure): string[] {
  const fits = (text: string) => measure(text, size) <= width
  const middle = name.length / 2
  const joints = [...name.matchAll(/[·•・ ]/gu)].map((match) => match.index + 1)
  const nearest = joints.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0]
  const at = nearest ?? Math.ceil(middle)
  return [name.slice(0, at), name.slice(at)].map((line) => (fits(line.trim()) ? line.trim() : beginning(line, fits)))
}
