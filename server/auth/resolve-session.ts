import type { Actor } from '../service-context.ts'
import { type Ban, banOf, statusOf } from '../user-status/user-status.ts'
import type { Auth } from './auth.ts'
import type { FoundSession } from './sessions/find-session.ts'
import type { SessionCache } from './sessions/session-cache.ts'
import type { SessionCookies } from './sessions/session-cookies.ts'
import { maxSessionDays, sessionDays } from './sessions/session-options.ts'
import { toSessionUser } from './sessions/session-user.ts'

export interface ResolvedSession {
  actor: Actor | null
  /** Set when the session was refreshed or has ended: the browser must get them. */
  setCookies: string[]
  /** The user's ban, which a session outlives only by a race. */
  banned: Ban | null
}

/** What the look-up of a session knows of the request. */
export interface SessionRequest {
  /** The Cookie header. */
  cookie: string | undefined
  /** The headers as Better Auth may see them, made when it is asked. */
  headers(): Headers
  now: Date
  /** Whether a refreshed cookie can reach the browser. */
  refresh: boolean
  /** Whether it will do to know who it was a second ago. */
  cached: boolean
}

/**
 * Who sent a request. Rejects with the driver's error when the database is away: an outage is not the same as being
 * signed out.
 */
export type ResolveSession = (request: SessionRequest) => Promise<ResolvedSession>

/** Who sends no session. */
export const nobody: ResolvedSession = { actor: null, setCookies: [], banned: null }

const dayMs = 24 * 60 * 60 * 1000

/**
 * Looks up who sent a request: the cookie's signature is checked here, and the row is found by a statement of ours.
 * Better Auth is asked once a day of use to prolong a session, and when one is over, to remove it and its cookies.
 */
export function createResolveSession(options: {
  auth: Auth
  sessions: Pick<SessionCache, 'find'>
  cookies: Pick<SessionCookies, 'readSession'>
}): ResolveSession {
  const { auth, cookies, sessions } = options
  return async ({ cookie, headers, now, refresh, cached }) => {
    const token = cookies.readSession(cookie)
    if (token === null) return nobody
    const remembered = cached ? await sessions.find(token, { cached }) : null
    // Nobody is told that a session was prolonged, so one that would have to be is looked at again.
    const found = isCurrent(remembered, now) ? remembered : await sessions.find(token, { cached: false })
    if (!found || found.session.expiresAt < now)
      return { ...nobody, setCookies: (await askBetterAuth(auth, headers(), { refresh: false })).setCookies }
    if (!refresh || !gainsADay(found.session, now) || isForgotten(cookie)) return toResolved(found, now, [])
    const { response, setCookies } = await askBetterAuth(auth, headers(), { refresh: true })
    if (!response) return { ...nobody, setCookies }
    const { expiresAt } = response.session
    return toResolved({ ...found, session: { ...found.session, expiresAt } }, now, setCookies)
  }
}

const isCurrent = (found: FoundSession | null, now: Date) =>
  found !== null && found.session.expiresAt >= now && !gainsADay(found.session, now)

function toResolved(
  { session, user, impersonator }: FoundSession,
  now: Date,
  setCookies: string[],
): ResolvedSession {
  if (statusOf(user, now) === 'deleted') return { ...nobody, setCookies }
  // Nobody acts in the session of an admin who may not act as somebody else any more.
  const mayAct = impersonator?.role === 'admin' && statusOf(impersonator, now) === 'active'
  if (session.impersonatedBy && !mayAct) return nobody
  const { id, createdAt, expiresAt, confirmedAt } = session
  return {
    actor: {
      session: { id, createdAt, expiresAt, confirmedAt },
      key: null,
      user: toSessionUser(user),
      impersonator: impersonator && { id: impersonator.id, name: impersonator.name },
    },
    setCookies,
    banned: banOf(user, now),
  }
}

async function askBetterAuth(auth: Auth, headers: Headers, { refresh }: { refresh: boolean }) {
  const { response, headers: answered } = await auth.api.getSession({
    headers,
    query: { disableRefresh: !refresh },
    returnHeaders: true,
  })
  return { response, setCookies: answered.getSetCookie() }
}

// Who does not want to be remembered has a session that is never prolonged.
const isForgotten = (cookie = '') => cookie.includes('dont_remember=')

// Better Auth would write at each call once the database caps the expiry, since it sees a day to be gained for ever.
function gainsADay({ createdAt, expiresAt, impersonatedBy }: FoundSession['session'], now: Date): boolean {
  if (impersonatedBy) return false
  const refreshed = Math.min(
    now.getTime() + sessionDays * dayMs,
    createdAt.getTime() + maxSessionDays * dayMs,
  )
  return refreshed - expiresAt.getTime() >= dayMs
}
