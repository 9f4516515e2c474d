/** The cycles of a graph, each once, as `a -> b -> a`. */
export function findCycles(edges: Map<string, Set<string>>): string[] {
  const done = new Set<string>()
  const path: string[] = []
  const cycles: string[] = []

  function visit(node: string): void {
    const start = path.indexOf(node)
    if (start >= 0) {
      cycles.push([...path.slice(start), node].join(' -> '))
      return
    }
    if (done.has(node)) return
    path.push(node)
    for (const next of edges.get(node) ?? []) visit(next)
    path.pop()
    done.add(node)
  }

  for (const node of edges.keys()) visit(node)
  return cycles
}
