import { hasPermission } from '#shared/roles.ts'
import type { ResolvedSession } from '../../auth/resolve-session.ts'

/** Pages that the server does not show to everybody; the paths below them are guarded alike. */
export const guardedPages = ['/dashboard', '/account', '/admin']
const consolePages = ['/admin']

const isBelow = (path: string, pages: string[]) =>
  pages.some((page) => path === page || path.startsWith(`${page}/`))

/** Where the caller must go instead of this page; null when they may see it. The start page is either of two. */
export function guardPage(url: string, { actor, banned }: ResolvedSession): string | null {
  const path = url.split('?', 1)[0] ?? '/'
  if (path === '/') return actor && !banned ? '/dashboard' : '/login'
  if (!isBelow(path, guardedPages)) return null
  if (!actor || banned) return `/login?next=${encodeURIComponent(url)}`
  const { role, pending } = actor.user
  // Who waits for approval is told so at whatever address; the pages themselves get nothing to show.
  if (pending) return null
  if (isBelow(path, consolePages) && !hasPermission(role, 'console.open')) return '/unauthorized'
  return null
}
