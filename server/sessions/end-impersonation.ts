import { and, eq, gt, isNull } from 'drizzle-orm'
import { session, user } from '#drizzle/schema/index.ts'
import { hasPermission } from '#shared/roles/roles.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { endSessions } from '../auth/sessions/end-sessions.ts'
import type { Database } from '../database/database.ts'
import { requireSession } from '../key-status/require-session.ts'
import type { Actor, ServiceContext } from '../service-context.ts'
import { type CookieContext, lifeOf } from './impersonate.ts'

/**
 * Ends the impersonation that the caller's browser is in, also one that has run out, and gives the admin's own session
 * back. `restored` is false, and the browser signed out, when that one has ended or is no admin's any more. In any other
 * session nothing happens. Throws SERVICE_UNAVAILABLE when nobody can know which session it is.
 */
export async function endImpersonation(
  ctx: CookieContext & { lookupFailure: Error | null },
): Promise<{ restored: boolean }> {
  if (ctx.lookupFailure) throw ctx.lookupFailure
  const { actor, sessionCookies } = ctx
  const kept = sessionCookies.read(ctx.readCookie(sessionCookies.names.own))
  if (kept !== null) ctx.setCookie(sessionCookies.dropOwn())
  if (actor ? !actor.impersonator : kept === null) return { restored: false }
  const own = await ctx.db.transaction(async (tx) => {
    const found = kept === null ? null : await findOwnSession(tx, kept, ctx.now)
    if (!actor) return found
    const begunIn = await endImpersonatedSession({ ...ctx, db: tx }, actor)
    return found && found.id === begunIn ? found : null
  })
  ctx.setCookie(
    own ? sessionCookies.giveSession(own.token, lifeOf(ctx, own.expiresAt)) : sessionCookies.dropSession(),
  )
  return { restored: own !== null }
}

/**
 * Ends the session that a browser kept for an admin while they acted as somebody else, and with it the impersonation:
 * who signs out there is signed out of both. `ctx.actor` is who the browser acts as, if anybody.
 */
export async function signOutImpersonator(ctx: ServiceContext, token: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const inTransaction = { ...ctx, db: tx }
    // Before the one it led to, as everybody else locks them: its end takes that one along.
    const [ended] = await endSessions(tx, and(eq(session.token, token), isNull(session.impersonatedBy)))
    if (ctx.actor?.impersonator) {
      await endSessions(tx, eq(session.id, requireSession(ctx.actor).id))
      await recordEnd(inTransaction, ctx.actor)
    }
    if (!ended) return
    await recordAudit(inTransaction, {
      action: 'session.end',
      subject: { type: 'user', id: ended.userId },
      before: { sessionId: ended.id },
    })
  })
}

// The id of the admin's own session, in which it was begun; null when it has ended already.
async function endImpersonatedSession(ctx: ServiceContext, actor: Actor): Promise<string | null> {
  const [ended] = await endSessions(ctx.db, eq(session.id, requireSession(actor).id))
  if (!ended) return null
  await recordEnd(ctx, actor)
  return ended.impersonatorSessionId
}

async function recordEnd(ctx: ServiceContext, { user: { id, name, email } }: Actor): Promise<void> {
  await recordAudit(ctx, { action: 'session.endImpersonation', subject: { type: 'user', id, name, email } })
}

async function findOwnSession(db: Database, token: string, now: Date) {
  const [found] = await db
    .select({ id: session.id, token: session.token, expiresAt: session.expiresAt, role: user.role })
    .from(session)
    .innerJoin(user, eq(user.id, session.userId))
    .where(and(eq(session.token, token), isNull(session.impersonatedBy), gt(session.expiresAt, now)))
  return found && hasPermission(found.role, 'users.manage') ? found : null
}
