/** Which rows of a page are chosen, and where the hand is among them: by mouse, and by the keys of a list. */
export class Chosen {
  ids = $state.raw<ReadonlySet<string>>(new Set())
  at = $state(0)
  private from = 0

  clear(): void {
    this.ids = new Set()
  }

  has(id: string): boolean {
    return this.ids.has(id)
  }

  /** Choose or leave one; with Shift, the stretch from the one touched last. */
  touch(rows: readonly string[], index: number, stretch: boolean): void {
    const ids = new Set(this.ids)
    const id = rows[index]!
    const on = stretch || !ids.has(id)
    const [first, last] = stretch ? [Math.min(this.from, index), Math.max(this.from, index)] : [index, index]
    for (const each of rows.slice(first, last + 1)) {
      if (on) ids.add(each)
      else ids.delete(each)
    }
    this.ids = ids
    this.at = index
    if (!stretch) this.from = index
  }

  all(rows: readonly string[]): void {
    this.ids = this.ids.size === rows.length ? new Set() : new Set(rows)
  }

  /** Where an arrow leads; null for a key that leads nowhere. */
  move(key: string, rows: number): number | null {
    const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -15, PageDown: 15, Home: -rows, End: rows }[key]
    if (step === undefined || !rows) return null
    this.at = Math.max(0, Math.min(rows - 1, this.at + step))
    return this.at
  }
}
