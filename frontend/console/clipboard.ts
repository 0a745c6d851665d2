/** Puts text on the clipboard. The clipboard API is absent on plain http in a hall; the copy event works everywhere. */
export function copyText(text: string): void {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
  }
  document.addEventListener('copy', put, { once: true, capture: true })
  document.execCommand('copy')
  document.removeEventListener('copy', put, { capture: true })
}
