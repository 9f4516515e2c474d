// What each layer may import besides itself. The arrows of docs/architecture.md, followed to their end.
const serverOrder = ['main', 'app', 'http', 'trpc', 'domains', 'database', 'drizzle', 'shared'] as const
const clientOrder = [
  'client main',
  'client app',
  'client router',
  'client features',
  'client components',
  'client lib',
  'shared',
] as const

export type Layer =
  | (typeof serverOrder)[number]
  | (typeof clientOrder)[number]
  | 'leaves'
  | 'client styles'
  | 'tests'
  | 'tools'

const serverRoot: Record<string, Layer> = {
  'main.ts': 'main',
  'serve.ts': 'main',
  'log-output.ts': 'main',
  'start.ts': 'main',
  'quick-resolution.ts': 'main',
  'quick-start.ts': 'main',
  'thread-priority.ts': 'main',
  'young-generation.ts': 'main',
  'app.ts': 'app',
  'services.ts': 'app',
  'sweeper.ts': 'app',
  'config.ts': 'leaves',
  'errors.ts': 'leaves',
  'logger.ts': 'leaves',
  'service-context.ts': 'leaves',
}
const serverFolders: Record<string, Layer> = { cli: 'main', database: 'database', http: 'http', trpc: 'trpc' }
const clientRoot: Record<string, Layer> = {
  'main.tsx': 'client main',
  'app.tsx': 'client app',
  'router.tsx': 'client router',
  'theme.ts': 'client lib',
}
const clientFolders: Record<string, Layer> = {
  features: 'client features',
  components: 'client components',
  lib: 'client lib',
  routes: 'client router',
  styles: 'client styles',
}
// A part of the product is a file, and a folder of the same name once it is larger.
const productParts: Record<string, { layer: Layer; folder: string }> = {
  access: { layer: 'tests', folder: 'product/access' },
  brand: { layer: 'shared', folder: 'shared' },
  client: { layer: 'client features', folder: 'product/client' },
  guards: { layer: 'shared', folder: 'shared' },
  schema: { layer: 'drizzle', folder: 'product/schema' },
  server: { layer: 'trpc', folder: 'server/trpc' },
  shared: { layer: 'shared', folder: 'shared' },
  words: { layer: 'shared', folder: 'shared' },
}
const partOf = (second: string) => productParts[second.replace(/\.tsx?$/, '')]
const topFolders: Record<string, Layer> = {
  shared: 'shared',
  drizzle: 'drizzle',
  test: 'tests',
  e2e: 'tools',
  packages: 'tools',
  scripts: 'tools',
  bench: 'tools',
}

/** The layer a file belongs to; null when the design has no place for it. A new folder in `server/` is a domain. */
export function layerOf(path: string): Layer | null {
  if (isTest(path) || isFixture(path)) return 'tests'
  const [top = '', second = '', third] = path.split('/')
  if (top === 'server') {
    return third === undefined ? (serverRoot[second] ?? null) : (serverFolders[second] ?? 'domains')
  }
  if (top === 'client') return (third === undefined ? clientRoot[second] : clientFolders[second]) ?? null
  if (top === 'product') return partOf(second)?.layer ?? null
  return second === '' ? 'tools' : (topFolders[top] ?? null)
}

/** Whether the path is what the tests beside it share. */
export const isFixture = (path: string) => /-fixture\.tsx?$/.test(path)

/** Whether the path is a test, which may reach wherever it must. */
export const isTest = (path: string) => /\.(test|spec)\.tsx?$/.test(path)

/** Whether a file of the layer `from` may import one of the layer `to`. */
export function mayImport(from: Layer, to: Layer): boolean {
  if (from === 'tests' || from === 'tools') return true
  if (from === to || to === 'client styles') return from === to || from.startsWith('client')
  if (from === 'leaves') return to === 'shared' || to === 'database'
  if (to === 'leaves') return isBefore(serverOrder, from, 'drizzle')
  return isBefore(serverOrder, from, to) || isBefore(clientOrder, from, to)
}

function isBefore(order: readonly Layer[], from: Layer, to: Layer): boolean {
  return order.includes(from) && order.indexOf(from) < order.indexOf(to)
}

/** What stands for a file when folders are looked at: its domain or layer folder, or itself at the root of `server`. */
export function folderOf(path: string): string {
  const parts = path.split('/')
  if (parts[0] === 'product') return partOf(parts[1] ?? '')?.folder ?? path
  if (parts[0] === 'client' && parts[1] === 'features') return parts.slice(0, 3).join('/')
  if (parts[0] === 'server' || parts[0] === 'client') return parts.slice(0, 2).join('/')
  return parts[0] ?? path
}
