/** The number pad's connection to the field that has the focus. */
import { fieldFault, keyFits } from './marks.ts'
import type { Aspect } from './types.ts'

export type Field = {
  aspect: Aspect
  label: string
  element: HTMLInputElement
  read(): string
  write(text: string): void
}

class Pad {
  field = $state.raw<Field | null>(null)
  /** the first key after coming to a field replaces what stands there */
  private fresh = $state(false)

  enter(field: Field): void {
    this.field = field
    this.fresh = true
  }

  leave(element: HTMLInputElement): void {
    if (this.field?.element === element) this.field = null
  }

  typed(): void {
    this.fresh = false
  }

  /** What the next key is added to; from a text that no key can mend it starts anew. */
  private get text(): string {
    if (!this.field || this.fresh) return ''
    const text = this.field.read()
    return isBeyondMending(this.field.aspect, text) ? '' : text
  }

  fits(key: string): boolean {
    return this.field !== null && keyFits(this.field.aspect, this.text, key)
  }

  press(key: string): void {
    if (!this.fits(key)) return
    const text = this.text + key
    this.fresh = false
    this.field!.write(text)
  }

  back(): void {
    const text = this.field?.read() ?? ''
    this.fresh = false
    this.field?.write(text.slice(0, -1))
  }

  clear(): void {
    this.fresh = false
    this.field?.write('')
  }

  /** Readings may lie below a nominal of zero. */
  get signed(): boolean {
    return this.field?.aspect.kind === 'measured'
  }

  flip(): void {
    const text = this.field?.read() ?? ''
    this.fresh = false
    if (text) this.field!.write(text.startsWith('-') ? text.slice(1) : `-${text}`)
  }
}

function isBeyondMending(aspect: Aspect, text: string): boolean {
  if (/^-?([0-9]+\.)?$/.test(text)) return false
  const fault = fieldFault(aspect, text)
  return fault !== null && fault.code !== 'below_min' && fault.code !== 'off_step'
}

export const pad = new Pad()

/** Goes to the next control of the sheet, of whatever kind. */
export function toNextStop(from: Element): void {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]')]
  const here = stops.indexOf(from as HTMLElement)
  const next = stops[here + 1]
  if (next) next.focus()
  else (from as HTMLElement).blur()
}
