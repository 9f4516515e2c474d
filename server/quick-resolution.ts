import { existsSync } from 'node:fs'
import module, { type ResolveFnOutput, type ResolveHookContext, type ResolveHookSync } from 'node:module'
import { fileURLToPath } from 'node:url'

// Node reads and parses the package.json above a file anew whenever it resolves an import of it, or to it. That of
// drizzle-orm alone has 130 kB, so that this took more than half of a start.

type Next = Parameters<ResolveHookSync>[2]

const ownFiles = new URL('../', import.meta.url).href
const quickFormats = new Set(['module', 'module-typescript'])

/**
 * Resolves imports as Node does, asking it once for what many of them have in common: the format of a folder's files,
 * the folder behind a `#name/`, and a package that our own files import. What is not there is left to Node's own error.
 */
export function createQuickResolve(): ResolveHookSync {
  const formats = new Map<string, string>()
  const folders = new Map<string, string>()
  const packages = new Map<string, ResolveFnOutput>()

  /** By the folder and the kind of a file, since what is nearest above them is the same. */
  function resolveFile(url: string, context: ResolveHookContext, specifier: string, next: Next) {
    const key = url.slice(0, url.lastIndexOf('/') + 1) + url.slice(url.lastIndexOf('.'))
    const format = formats.get(key)
    if (format && existsSync(fileURLToPath(url))) return { url, format, shortCircuit: true }
    const resolved = next(specifier, context)
    if (resolved.url === url && resolved.format && quickFormats.has(resolved.format))
      formats.set(key, resolved.format)
    return resolved
  }

  function resolveInternal(specifier: string, context: ResolveHookContext, next: Next) {
    const end = specifier.indexOf('/') + 1
    const name = specifier.slice(0, end)
    const rest = specifier.slice(end)
    const folder = folders.get(name)
    if (folder !== undefined) return resolveFile(folder + rest, context, specifier, next)
    const resolved = next(specifier, context)
    if (end > 0 && resolved.url.endsWith(`/${rest}`)) folders.set(name, resolved.url.slice(0, -rest.length))
    return resolved
  }

  return (specifier, context, next) => {
    const { parentURL, conditions } = context
    if (!parentURL?.startsWith('file:') || !conditions.includes('import')) return next(specifier, context)
    if (specifier.startsWith('./') || specifier.startsWith('../'))
      return resolveFile(new URL(specifier, parentURL).href, context, specifier, next)
    if (!isOwn(parentURL)) return next(specifier, context)
    if (specifier.startsWith('#')) return resolveInternal(specifier, context, next)
    const known = packages.get(specifier)
    if (known) return known
    const resolved = { ...next(specifier, context), shortCircuit: true }
    packages.set(specifier, resolved)
    return resolved
  }
}

// Packages have names of their own behind `#`, and other versions of what they import; so may the one under packages/.
const isOwn = (url: string) =>
  url.startsWith(ownFiles) && !/\/(node_modules|packages)\//.test(url.slice(ownFiles.length - 1))

/** Lets this process resolve its imports so; where Node is too old to be told, it resolves them as ever. */
export const resolveQuickly = () => module.registerHooks?.({ resolve: createQuickResolve() })
