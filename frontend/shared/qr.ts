/**
 * QR codes from a camera or a photograph: by the browser's own detector where it has one, else here. No picture leaves the
 * device. On plain http, where no page may open a camera, only photographs.
 */
import { decodeQR } from 'qr/decode.js'

type Detector = { detect(source: CanvasImageSource): Promise<{ rawValue: string }[]> }
const EVERY = 100 // ms between two looks
const WIDEST = 1024 // px: finer pictures take longer and read no better

export const mayFilm = (): boolean => 'mediaDevices' in navigator && isSecureContext

export class QrReader {
  private readonly canvas = document.createElement('canvas')
  private readonly detector: Detector | null

  constructor() {
    const own = (window as unknown as { BarcodeDetector?: new () => Detector }).BarcodeDetector
    this.detector = own ? new own() : null
  }

  /** The text of the first code in the picture; null without one. */
  async read(source: CanvasImageSource, width: number, height: number): Promise<string | null> {
    const scale = Math.min(1, WIDEST / Math.max(width, height))
    this.canvas.width = Math.round(width * scale)
    this.canvas.height = Math.round(height * scale)
    const context = this.canvas.getContext('2d', { willReadFrequently: true })!
    context.drawImage(source, 0, 0, this.canvas.width, this.canvas.height)
    const found = await this.detector?.detect(this.canvas).catch(() => [])
    return found?.[0]?.rawValue ?? decoded(context.getImageData(0, 0, this.canvas.width, this.canvas.height))
  }

  async photograph(file: File): Promise<string | null> {
    const picture = await createImageBitmap(file).catch(() => null)
    return picture && (await this.read(picture, picture.width, picture.height))
  }

  /** Films into `video` until `take` says that it has what it wanted, or the answer is called. */
  film(video: HTMLVideoElement, take: (text: string) => boolean, failed: () => void): () => void {
    let over = false
    let stream: MediaStream | null = null
    const stop = () => stream?.getTracks().forEach((track) => track.stop())
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } })
      .then(async (opened) => {
        stream = opened
        if (over) return stop()
        video.srcObject = opened
        await video.play()
        await this.look(video, take, () => over)
      })
      .catch(failed)
    return () => {
      over = true
      stop()
    }
  }

  private async look(video: HTMLVideoElement, take: (text: string) => boolean, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if (video.readyState >= video.HAVE_CURRENT_DATA) {
        const found = await this.read(video, video.videoWidth, video.videoHeight)
        if (found && !isOver() && take(found)) return
      }
      await new Promise((done) => setTimeout(done, EVERY))
    }
  }
}

function decoded(image: ImageData): string | null {
  try {
    return decodeQR(image)
  } catch {
    return null // no code in this picture; the next one may have it
  }
}
