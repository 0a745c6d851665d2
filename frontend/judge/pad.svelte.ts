/** The number pad's connection to the field that has the focus. */
import { fieldFault, isFull, keyFits } from './marks.ts'
import type { Aspect } from './types.ts'

/** What the keys may do to a text: `fits` a key after it, `isFull` when nothing can follow, `isStuck` when no key mends it. */
export type Keys = {
  fits(text: string, key: string): boolean
  isFull(text: string): boolean
  isStuck(text: string): boolean
  signed: boolean
  /** marks go in halves: one key is ".5" */
  halves: boolean
}
export type Field = Keys & {
  label: string
  /** what the key "next" is called here */
  go?: string
  element: HTMLInputElement
  read(): string
  write(text: string): void
}

export function keysOf(aspect: Aspect): Keys {
  return {
    fits: (text, key) => keyFits(aspect, text, key),
    isFull: (text) => isFull(aspect, text),
    isStuck: (text) => isBeyondMending(aspect, text),
    signed: isSigned(aspect),
    halves: aspect.kind === 'points' && aspect.step === '0.5' && !isSigned(aspect),
  }
}

/** Readings may lie below a nominal of zero; an aspect of points may take off. */
function isSigned({ kind, min }: Aspect): boolean {
  return kind === 'measured' || (kind === 'points' && min?.startsWith('-') === true)
}

class Pad {
  field = $state.raw<Field | null>(null)
  /** the first key after coming to a field replaces what stands there */
  private fresh = $state(false)
  /** where to go after the last stop, and from a field in which nothing more fits; without it the focus just leaves */
  private onwards: (() => void) | null = null

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

  /** Until the returned function is called, a full field is left by itself and the last stop leads to `onwards`. */
  hurry(onwards: () => void): () => void {
    this.onwards = onwards
    return () => {
      if (this.onwards === onwards) this.onwards = null
    }
  }

  /** What the next key is added to; from a text that no key can mend it starts anew. */
  private get text(): string {
    if (!this.field || this.fresh) return ''
    const text = this.field.read()
    return this.field.isStuck(text) ? '' : text
  }

  fits(key: string): boolean {
    return this.field !== null && this.field.fits(this.text, key)
  }

  press(key: string): void {
    if (!this.fits(key)) return
    const text = this.text + key
    this.fresh = false
    this.field!.write(text)
    if (this.onwards && this.field?.isFull(text)) this.next()
  }

  half(): void {
    if (!this.fits('.')) return
    this.press('.')
    this.press('5')
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

  get signed(): boolean {
    return this.field?.signed === true
  }

  get halves(): boolean {
    return this.field?.halves === true
  }

  flip(): void {
    const text = this.field?.read() ?? ''
    this.fresh = false
    if (text) this.field!.write(text.startsWith('-') ? text.slice(1) : `-${text}`)
  }

  next(): void {
    if (this.field) this.nextFrom(this.field.element)
  }

  /** Goes to the next control of the page, of whatever kind. */
  nextFrom(from: HTMLElement): void {
    const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]')]
    const next = stops[stops.indexOf(from) + 1]
    if (next) next.focus()
    else if (this.onwards) this.onwards()
    else from.blur()
  }
}

function isBeyondMending(aspect: Aspect, text: string): boolean {
  if (/^-?([0-9]+\.)?$/.test(text)) return false
  const fault = fieldFault(aspect, text)
  return fault !== null && fault.code !== 'below_min' && fault.code !== 'off_step'
}

export const pad = new Pad()
