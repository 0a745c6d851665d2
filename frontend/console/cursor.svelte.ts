/** Where the hand is in a table: one cell, or the stretch from `from` to `to`. Rows and columns are counted from 0. */
import { area } from './sheet.ts'

const MOVES: Record<string, [number, number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-15, 0], PageDown: [15, 0],
  Home: [0, -999], End: [0, 999],
}

const within = (n: number, size: number) => Math.max(0, Math.min(size - 1, n))

export class Cursor {
  from = $state<[number, number]>([0, 0])
  to = $state<[number, number]>([0, 0])
  area = $derived(area(this.from, this.to))

  /** True when the key was one that moves or selects; Shift stretches, Ctrl+A takes everything. */
  key(event: KeyboardEvent, rows: number, columns: number): boolean {
    const all = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a'
    const step = MOVES[event.key]
    if (!all && !step) return false
    event.preventDefault()
    if (all) [this.from, this.to] = [[0, 0], [rows - 1, columns - 1]]
    else if (step) this.go([within(this.to[0] + step[0], rows), within(this.to[1] + step[1], columns)], event.shiftKey)
    return true
  }

  go(cell: [number, number], stretch = false): void {
    this.to = cell
    if (!stretch) this.from = cell
  }

  has(row: number, column: number): boolean {
    const { top, bottom, left, right } = this.area
    return row >= top && row <= bottom && column >= left && column <= right
  }

  get single(): boolean {
    return this.area.top === this.area.bottom && this.area.left === this.area.right
  }
}

/** The cell under the pointer, by its `data-cell="row,column"`. */
export function cellAt(event: MouseEvent): [number, number] | null {
  const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]')
  if (!cell) return null
  const [row, column] = cell.dataset.cell!.split(',').map(Number)
  return [row!, column!]
}

/** Scrolls the cell into sight below the table's head. A row far off is not drawn yet: its place is known by its number. */
export function reveal(table: HTMLElement | undefined, [row, column]: [number, number], height: number, head: number): void {
  const box = table?.parentElement
  if (!box) return
  const top = row * height
  if (top < box.scrollTop) box.scrollTop = top
  else if (top + height + head > box.scrollTop + box.clientHeight) box.scrollTop = top + height + head - box.clientHeight
  table.querySelector(`[data-cell="${row},${column}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
