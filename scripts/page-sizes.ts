import { gzipSync } from 'node:zlib'

/** What is needed of a file that Vite wrote. */
export interface BuiltFile {
  fileName: string
  type: 'chunk' | 'asset'
  code?: string
  source?: string | Uint8Array
  isEntry?: boolean
  moduleIds?: string[]
  imports?: string[]
  viteMetadata?: { importedCss: Set<string> }
}

interface Page {
  name: string
  /** Files that are loaded for it later than the entry, by the end of their path. */
  modules: string[]
  /** Bytes, gzip. */
  limits?: { javascript: number; css?: number }
}

export interface PageSize {
  name: string
  javascript: number
  css: number
}

const inside = [
  '/client/components/shell/app-shell.tsx',
  '/client/lib/api/signed-in-services.ts',
  '/client/routes/inside-pages.ts',
]

/** The pages whose sizes are promised, and what a chart adds to one. */
export const pages: Page[] = [
  {
    name: 'sign-in',
    modules: ['/client/features/auth/login-page.tsx'],
    limits: { javascript: 150_000, css: 20_000 },
  },
  { name: 'overview', modules: [...inside, '/client/features/my-overview/my-overview-page.tsx'] },
  {
    name: "console's first page",
    modules: [...inside, '/client/features/console-dashboard/console-dashboard-page.tsx'],
    limits: { javascript: 260_000 },
  },
  {
    name: 'a page with a chart',
    modules: [
      ...inside,
      '/client/features/limits/overview/overview-page.tsx',
      '/client/components/chart/time-chart-drawing.tsx',
    ],
  },
]

/** How much each page loads before it can be used, each file compressed by itself as the server sends it. */
export function measurePages(files: readonly BuiltFile[], list: readonly Page[] = pages): PageSize[] {
  const byName = new Map(files.map((file) => [file.fileName, file]))
  return list.map(({ name, modules }) => {
    const chunks = new Set<BuiltFile>()
    for (const root of rootsOf(files, modules)) collect(root, byName, chunks)
    const css = new Set([...chunks].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]))
    return {
      name,
      javascript: sum([...chunks].map((chunk) => chunk.code ?? '')),
      css: sum([...css].map((fileName) => byName.get(fileName)?.source ?? '')),
    }
  })
}

function rootsOf(files: readonly BuiltFile[], modules: readonly string[]): BuiltFile[] {
  const later = modules.map((module) => {
    const chunk = files.find(({ moduleIds = [] }) => moduleIds.some((id) => id.endsWith(module)))
    if (!chunk) throw new Error(`The build has no ${module}: name the page's file in scripts/page-sizes.ts.`)
    return chunk
  })
  return [...files.filter(({ isEntry }) => isEntry), ...later]
}

function collect(chunk: BuiltFile, byName: Map<string, BuiltFile>, found: Set<BuiltFile>): void {
  if (found.has(chunk)) return
  found.add(chunk)
  for (const name of chunk.imports ?? []) {
    const imported = byName.get(name)
    if (imported) collect(imported, byName, found)
  }
}

const sum = (contents: (string | Uint8Array)[]) =>
  contents.reduce((total, content) => total + gzipSync(content).length, 0)

/** The sizes as a table, and a sentence for each that is above its limit. */
export function reportPages(sizes: readonly PageSize[], list: readonly Page[] = pages) {
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  const rows = sizes.map(
    ({ name, javascript, css }) =>
      `  ${name.padEnd(22)} ${kilobytes(javascript).padStart(9)} JavaScript ${kilobytes(css).padStart(8)} CSS`,
  )
  const tooLarge = list.flatMap(({ name, limits }) => {
    const size = sizes.find((each) => each.name === name)
    if (!size || !limits) return []
    const over = (kind: string, bytes: number, limit = Number.POSITIVE_INFINITY) =>
      bytes > limit ? [`${name}: ${kilobytes(bytes)} ${kind}, at most ${kilobytes(limit)} allowed`] : []
    return [...over('JavaScript', size.javascript, limits.javascript), ...over('CSS', size.css, limits.css)]
  })
  return { table: ['Loaded by a page, gzip:', ...rows].join('\n'), tooLarge }
}
