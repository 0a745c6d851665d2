/**
 * Puts what the desk loads when it stands idle into one script: a dozen small ones would each name again what they share,
 * and be packed each by itself. What the first script reaches by itself stays in it, and so do the words of a language.
 */
interface Module { isEntry: boolean; importers: readonly string[] }
interface Graph { getModuleInfo(id: string): Module | null }

const CATALOGUE = '\0virtual:catalogue/'

export function later(page: string | undefined) {
  function isFirst(id: string, graph: Graph): boolean {
    const above = new Set([id])
    for (const each of above) {
      const info = graph.getModuleInfo(each)
      if (!info || info.isEntry) return true
      for (const importer of info.importers) above.add(importer)
    }
    return false
  }

  const name = (id: string, graph: Graph) => (id.startsWith(CATALOGUE) || isFirst(id, graph) ? null : 'later')
  return page === 'console' ? { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name }] } } : {}
}
