import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { knownPage, pageParts } from './page-parts.ts'

/** As Vite writes it, by the path of the source. */
type Manifest = Record<
  string,
  { name?: string; file: string; imports?: string[]; css?: string[]; isEntry?: boolean }
>

/**
 * Links that make the browser load what the page inside at an address begins with while it still reads the first script,
 * instead of one after the other. Throws when the build has none of a name, since that would only make pages slow.
 */
export function findInsideParts(clientDir: string): (url: string) => string {
  const file = join(clientDir, '.vite/manifest.json')
  if (!existsSync(file)) return () => ''
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
  const linksTo = (parts: readonly string[]) => {
    const found = new Set<string>()
    for (const part of parts) collect(part, manifest, found)
    return [...found].map(linkTo).join('')
  }
  // What every page inside begins with, as scripts/client-chunks.ts names it.
  const first = Object.keys(manifest).find((key) => manifest[key]?.name === 'inside') ?? 'inside'
  const other = linksTo([first])
  const links = new Map(
    Object.entries(pageParts).map(([page, part]) => [page, linksTo([first, part])] as const),
  )
  return (url) => links.get(knownPage(url) ?? '') ?? other
}

// The entry is in the page itself.
function collect(name: string, manifest: Manifest, found: Set<string>): void {
  const part = manifest[name]
  if (!part) throw new Error(`The build of the client has no part "${name}": see inside-parts.ts.`)
  if (part.isEntry || found.has(part.file)) return
  found.add(part.file)
  for (const each of part.imports ?? []) collect(each, manifest, found)
  for (const style of part.css ?? []) found.add(style)
}

// Styles as they are used, so that nothing has to put them into the page later.
const linkTo = (file: string) =>
  file.endsWith('.css')
    ? `<link rel="stylesheet" href="/${file}">`
    : `<link rel="modulepreload" href="/${file}">`
