/** CRC-32 (ISO-HDLC, as in zlib) of UTF-8 text, in eight lower-case hex digits. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})

const utf8 = new TextEncoder()

export function crc32(text: string): string {
  let value = 0xffffffff
  for (const byte of utf8.encode(text)) value = (table[(value ^ byte) & 0xff] as number) ^ (value >>> 8)
  return ((value ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0')
}
