/** A file on its way to the server, beside what is said of it. */
export function form(file: File): FormData {
  const made = new FormData()
  made.set('file', file)
  return made
}
