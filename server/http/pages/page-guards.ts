import { guards } from '#product/guards.ts'
import type { PageAccess } from '#shared/product/define-guards.ts'
import { joinTables, type Unshared } from '#shared/product/join-tables.ts'
import { hasPermission, homeOf, type Permission } from '#shared/roles/roles.ts'
import type { ResolvedSession } from '../../auth/resolve-session.ts'

/** Pages by path, and who may open them; the paths below one are guarded alike. */
export type Pages = Readonly<Record<string, PageAccess<Permission>>>

const ownPages = {
  '/dashboard': 'signed-in',
  '/account': 'signed-in',
  '/api/docs': 'signed-in',
  '/admin': 'console.open',
} as const satisfies Pages

/** Pages for everybody, each at its own path only. */
export const publicPages = [
  '/setup',
  '/login',
  '/register',
  '/verify-email',
  '/forgot-password',
  '/reset-password',
  '/accept-invitation',
] as const

/** Tells the signed in that their role does not open a page; it lies outside as those do. */
export const unauthorizedPage = '/unauthorized'

type ServerFolder = '/api' | '/trpc' | '/health' | '/assets' | '/dev'
type TakenPath =
  | '/'
  | (typeof publicPages)[number]
  | typeof unauthorizedPage
  | ServerFolder
  | `${ServerFolder}/${string}`

/** The pages that the server looks at before it shows them, ours and the product's. */
export const guardedPages: Pages = joinTables(
  ownPages,
  guards.pages satisfies Unshared<Record<TakenPath, unknown>, typeof guards.pages>,
)

// A segment such as `$id` stands for any, and a page for what is below it.
function covers(page: string, path: string): boolean {
  const segments = path.split('/')
  return page.split('/').every((each, index) => each === segments[index] || isFilled(each, segments[index]))
}
const isFilled = (segment: string, by = '') => segment.startsWith('$') && by !== ''

// Of two pages that cover a path, the one that says more of it: the longer, and of two as long the one with more names.
function accessTo(path: string, pages: Pages): PageAccess<Permission> {
  const length = (page: string) => page.split('/').length
  const parameters = (page: string) => page.split('/$').length
  const [page] = Object.keys(pages)
    .filter((each) => covers(each, path))
    .toSorted((a, b) => length(b) - length(a) || parameters(a) - parameters(b))
  return (page && pages[page]) || 'everybody'
}

/** Where the caller must go instead of this page; null when they may see it. The start page is one of three. */
export function guardPage(url: string, { actor, banned }: ResolvedSession, pages: Pages): string | null {
  const path = url.split('?', 1)[0] ?? '/'
  if (path === '/') return actor && !banned ? homeOf(actor.user.role) : '/login'
  if (path === unauthorizedPage) return actor && !banned ? null : '/login'
  const access = accessTo(path, pages)
  if (access === 'everybody') return null
  if (!actor || banned) return `/login?next=${encodeURIComponent(url)}${banned ? '&reason=banned' : ''}`
  const { role, pending } = actor.user
  // Who waits for approval is told so at whatever address; the pages themselves get nothing to show.
  if (pending || access === 'signed-in') return null
  return hasPermission(role, access) ? null : unauthorizedPage
}
