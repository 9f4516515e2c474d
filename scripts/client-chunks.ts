import { join } from 'node:path'
import { normalizePath, type Rolldown } from 'vite'

type Group = Rolldown.CodeSplittingGroup
type Graph = Rolldown.ChunkingContext

const inClient = (path: string) => normalizePath(join(import.meta.dirname, '../client', path))

// What every page inside begins with.
const firstInside = ['lib/api/signed-in-services.ts', 'routes/signed-in-frame.tsx', 'routes/inside-pages.ts']
const pagesOutside = (graph: Graph) =>
  graph.getModuleInfo(inClient('routes/outside-routes.ts'))?.dynamicallyImportedIds ?? []

/**
 * The chunks of the client: one with what every page needs, small ones with what pages outside need besides, and one with
 * the rest of what every page inside begins with, which the server names in these pages. What is left goes by the pages that
 * need it.
 */
export const chunks: Group[] = [
  { name: 'every', tags: ['$initial'] },
  { ...neededBy('outside', pagesOutside), entriesAware: true },
  neededBy('inside', () => firstInside.map(inClient)),
]

// Our own modules; the bundler adds what they use of others.
function neededBy(name: string, roots: (graph: Graph) => readonly string[]): Group {
  let needed: Set<string> | undefined
  return {
    debugName: name,
    name(id, graph) {
      needed ??= reachable(roots(graph), graph)
      return needed.has(id) ? name : null
    },
  }
}

function reachable(roots: readonly string[], graph: Graph): Set<string> {
  const found = new Set<string>()
  const visit = (id: string) => {
    if (found.has(id) || id.includes('/node_modules/')) return
    found.add(id)
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) visit(imported)
  }
  for (const root of roots) visit(root)
  return found
}
