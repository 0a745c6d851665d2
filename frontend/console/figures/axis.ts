/** Axes of the drawn figures: where round values stand. Pure. */

const MINUTE = 60_000
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE)

/** Round moments (ms) between two others, at most `most` of them; at round minutes of the local day. */
export function moments(from: number, to: number, most = 8): number[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1)! * Math.ceil((to - from) / STEPS.at(-1)! / most)
  const day = new Date(from)
  day.setHours(0, 0, 0, 0)
  const found: number[] = []
  for (let at = day.getTime() + Math.ceil((from - day.getTime()) / step) * step; at <= to; at += step) found.push(at)
  return found
}

/** The stretch of round figures that holds all values: its ends and the marks on it. */
export function scale(values: number[], marks = 4): { from: number; to: number; at: number[] } {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const rough = Math.max(most - least, 1e-9) / marks
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough
  const from = Math.floor(least / step) * step
  const to = Math.max(Math.ceil(most / step) * step, from + step)
  const count = Math.round((to - from) / step)
  return { from, to, at: Array.from({ length: count + 1 }, (_, k) => Number((from + k * step).toPrecision(12))) }
}

/** How many had come by each of these moments (ms, in order): the corners of the line that climbs. */
export function climbing(at: number[]): { at: number; count: number }[] {
  const ordered = [...at].sort((a, b) => a - b)
  return ordered.map((moment, k) => ({ at: moment, count: k + 1 })).filter((one, k) => ordered[k + 1] !== one.at)
}
