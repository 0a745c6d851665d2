/** Addresses of the API. What TypeScript sees of them is how the document writes them, so that it knows what each takes and gives. */

/** A piece of an address, by the document's name for it. */
export const piece = encodeURIComponent as <Name extends string>(value: string | number) => `{${Name}}`
/** What an address is asked behind its `?`. */
export const query = <Name extends string>(asked: Record<Name, string>) => String(new URLSearchParams(asked)) as `${Name}=`

export const contestAt = (contest: string) => `/api/contests/${piece<'contest'>(contest)}` as const
export const itemAt = (contest: string, item: string) => `${contestAt(contest)}/items/${piece<'item'>(item)}` as const
