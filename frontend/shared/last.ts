/** The last of a list. Browsers inside the build's target have no `at(-1)` yet, and the build adds nothing that they lack. */
export const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1]
