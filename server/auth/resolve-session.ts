import type { Role } from '#shared/roles.ts'
import type { Actor } from '../service-context.ts'
import { type Auth, maxSessionDays } from './auth.ts'
import { toSessionUser } from './session-user.ts'

export interface ResolvedSession {
  actor: Actor | null
  /** Set when the session was refreshed or has ended: the browser must get them. */
  setCookies: string[]
  /** The user's ban, which a session outlives only by a race. */
  banned: { until: Date | null } | null
}

const nobody: ResolvedSession = { actor: null, setCookies: [], banned: null }

/**
 * Who sent these headers. `refresh` only where the refreshed cookie can reach the browser.
 * Throws when the database is away: an outage is not the same as being signed out.
 */
export async function resolveSession(options: {
  auth: Auth
  headers: Headers
  now: Date
  refresh: boolean
}): Promise<ResolvedSession> {
  const { auth, headers, now, refresh } = options
  if (!headers.get('cookie')?.includes('session_token=')) return nobody
  const { response, headers: answered } = await auth.api.getSession({
    headers,
    query: { disableRefresh: !refresh },
    returnHeaders: true,
  })
  const setCookies = answered.getSetCookie()
  if (!response) return { ...nobody, setCookies }
  const { session, user } = response
  const ageMs = now.getTime() - session.createdAt.getTime()
  if (user.deletedAt || ageMs > maxSessionDays * 24 * 60 * 60 * 1000) return nobody
  return {
    actor: {
      session: { id: session.id, createdAt: session.createdAt, expiresAt: session.expiresAt },
      user: toSessionUser({ ...user, role: user.role as Role }),
    },
    setCookies,
    banned: activeBan(user, now),
  }
}

function activeBan(user: { bannedAt?: Date | null; bannedUntil?: Date | null }, now: Date) {
  if (!user.bannedAt || (user.bannedUntil && user.bannedUntil <= now)) return null
  return { until: user.bannedUntil ?? null }
}
