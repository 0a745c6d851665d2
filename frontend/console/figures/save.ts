/** A drawn figure as a picture of its own: what the page's styles say goes into it, so that it looks alike elsewhere. */
const KEPT = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'fill-opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor']

export function savePicture(svg: SVGSVGElement, name: string): void {
  const copy = svg.cloneNode(true) as SVGSVGElement
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.style.background = getComputedStyle(document.body).backgroundColor
  const [own, copied] = [svg.querySelectorAll('*'), copy.querySelectorAll<SVGElement>('*')]
  own.forEach((element, k) => {
    const style = getComputedStyle(element)
    for (const what of KEPT) copied[k]!.style.setProperty(what, style.getPropertyValue(what))
  })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }))
  link.download = `${name}.svg`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
