declare module 'virtual:catalogue/*/zh' {
  const catalogue: { zh: Record<string, string> }
  export default catalogue
}

declare module 'virtual:catalogue/*/en' {
  const catalogue: { en: Record<string, string> }
  export default catalogue
}

declare module 'virtual:catalogue/*' {
  const catalogue: { zh: Record<string, string>; en: Record<string, string> }
  export default catalogue
}

declare module 'virtual:precache' {
  export const PAGE: string
  export const FILES: Record<string, string>
}

declare module 'gettext-parser' {
  type Entry = { msgid: string; msgstr: string[] }
  export const po: { parse(input: Uint8Array): { translations: Record<string, Record<string, Entry>> } }
}
