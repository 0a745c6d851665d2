/** The sign under which the judge's page stands on a home screen: a vermilion tile with a tick, as SVG and as pixels. */
import { crc32, deflateSync } from 'node:zlib'

const TILE = '#bf351e'
const TICK = '#faf8f3'
/** the tick's corners and its half width, in a tile of one by one; inside the middle 80 %, which no launcher cuts off */
const CORNERS = [
  [0.27, 0.53],
  [0.43, 0.69],
  [0.74, 0.34],
] as const
const HALF = 0.055

export function iconSvg(): string {
  const path = CORNERS.map(([x, y], n) => `${n ? 'L' : 'M'}${x * 100} ${y * 100}`).join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><path fill="${TILE}" d="M0 0h100v100H0z"/>` +
    `<path d="${path}" fill="none" stroke="${TICK}" stroke-width="${HALF * 200}" stroke-linecap="round" stroke-linejoin="round"/></svg>\n`
  )
}

type Point = readonly [number, number]

function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

const channels = (colour: string) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))

function pixel(at: Point, size: number): number[] {
  const [first, middle, last] = CORNERS
  const away = Math.min(distance(at, first, middle), distance(at, middle, last))
  const share = Math.max(0, Math.min(1, (HALF - away) * size + 0.5))
  const [tile, tick] = [channels(TILE), channels(TICK)]
  return tile.map((value, n) => Math.round(value + (tick[n]! - value) * share))
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'ascii'), body])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

/** A PNG of `size` pixels a side (w3.org/TR/png: eight bits, red green blue, no filter). */
export function iconPng(size: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const side = Array.from({ length: size }, (_, n) => n)
  const row = (y: number) => [0, ...side.flatMap((x) => pixel([(x + 0.5) / size, (y + 0.5) / size], size))]
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const rows = deflateSync(Buffer.from(side.flatMap(row)), { level: 9 })
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}
