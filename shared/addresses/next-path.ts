import { z } from 'zod'

/**
 * The path of ours that `value` names, as a browser would resolve it, or null: another origin in any spelling
 * (`//host`, `/\host`, a tab between the slashes), another scheme, or no path at all.
 */
export function safeNextPath(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2000 || !/^\/(?![/\\])/.test(value)) return null
  // Browsers drop tabs and line breaks before they read an address, so none may stand in it.
  if (/[\u0000-\u0020\u007f]/.test(value)) return null
  const base = 'http://gatehouse.invalid'
  if (!URL.canParse(value, base)) return null
  const url = new URL(value, base)
  // A path such as `/.//host` only becomes `//host` once it is resolved.
  if (url.origin !== base || url.pathname.startsWith('//')) return null
  return url.pathname + url.search + url.hash
}

const createSchema = () =>
  z
    .string()
    .max(2000)
    .transform((value, context) => {
      const path = safeNextPath(value)
      if (path !== null) return path
      context.addIssue({ code: 'custom', message: 'Not a path of this application.' })
      return z.NEVER
    })

/** A redirect target from outside. Marked pure, so that the sign-in page can check a path without loading zod. */
export const nextPathSchema = /* @__PURE__ */ createSchema()
