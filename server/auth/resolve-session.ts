import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { user as userTable } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles.ts'
import type { Database } from '../database/database.ts'
import type { Actor } from '../service-context.ts'
import type { Auth } from './auth.ts'
import { maxSessionDays, sessionDays } from './sessions/session-options.ts'
import { toSessionUser } from './sessions/session-user.ts'

export interface ResolvedSession {
  actor: Actor | null
  /** Set when the session was refreshed or has ended: the browser must get them. */
  setCookies: string[]
  /** The user's ban, which a session outlives only by a race. */
  banned: { until: Date | null } | null
}

interface LookUp {
  auth: Auth
  headers: Headers
}

const nobody: ResolvedSession = { actor: null, setCookies: [], banned: null }
const dayMs = 24 * 60 * 60 * 1000

/**
 * Who sent these headers. `refresh` only where the refreshed cookie can reach the browser.
 * Throws when the database is away: an outage is not the same as being signed out.
 */
export async function resolveSession(
  options: LookUp & { db: Database; now: Date; refresh: boolean },
): Promise<ResolvedSession> {
  const { db, headers, now, refresh } = options
  const cookie = headers.get('cookie') ?? ''
  if (!cookie.includes('session_token=')) return nobody
  let found = await askBetterAuth(options, { refresh: false })
  // Who does not want to be remembered has a session that is never prolonged.
  if (
    refresh &&
    found.response &&
    gainsADay(found.response.session, now) &&
    !cookie.includes('dont_remember=')
  )
    found = await askBetterAuth(options, { refresh: true })
  const { response, setCookies } = found
  if (!response || response.user.deletedAt) return { ...nobody, setCookies }
  const { session, user } = response
  const impersonator = session.impersonatedBy ? await findImpersonator(db, session.impersonatedBy, now) : null
  if (session.impersonatedBy && !impersonator) return nobody
  return {
    actor: {
      session: {
        id: session.id,
        createdAt: session.createdAt,
        expiresAt: session.expiresAt,
        confirmedAt: session.confirmedAt ?? session.createdAt,
      },
      user: toSessionUser({ ...user, role: user.role as Role }),
      impersonator,
    },
    setCookies,
    banned: activeBan(user, now),
  }
}

async function askBetterAuth({ auth, headers }: LookUp, { refresh }: { refresh: boolean }) {
  const { response, headers: answered } = await auth.api.getSession({
    headers,
    query: { disableRefresh: !refresh },
    returnHeaders: true,
  })
  return { response, setCookies: answered.getSetCookie() }
}

interface Lifetime {
  createdAt: Date
  expiresAt: Date
  impersonatedBy?: string | null
}

// Better Auth would write at each call once the database caps the expiry, since it sees a day to be gained for ever.
function gainsADay({ createdAt, expiresAt, impersonatedBy }: Lifetime, now: Date): boolean {
  if (impersonatedBy) return false
  const refreshed = Math.min(
    now.getTime() + sessionDays * dayMs,
    createdAt.getTime() + maxSessionDays * dayMs,
  )
  return refreshed - expiresAt.getTime() >= dayMs
}

function activeBan(user: { bannedAt?: Date | null; bannedUntil?: Date | null }, now: Date) {
  if (!user.bannedAt || (user.bannedUntil && user.bannedUntil <= now)) return null
  return { until: user.bannedUntil ?? null }
}

// Null when the admin may not act any more: then nobody acts in the session.
async function findImpersonator(db: Database, id: string, now: Date) {
  const { bannedAt, bannedUntil, deletedAt, name, role } = userTable
  const [found] = await db
    .select({ id: userTable.id, name })
    .from(userTable)
    .where(
      and(
        eq(userTable.id, id),
        eq(role, 'admin'),
        isNull(deletedAt),
        or(isNull(bannedAt), lte(bannedUntil, now)),
      ),
    )
  return found ?? null
}
