import { eq } from 'drizzle-orm'
import { session, type UserTable } from '#drizzle/schema/index.ts'
import type { ImpersonateInput } from '#shared/sessions.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { generateId } from '../auth/generate-id.ts'
import { endSessions } from '../auth/sessions/end-sessions.ts'
import type { SessionCookies } from '../auth/sessions/session-cookies.ts'
import { AppError } from '../errors.ts'
import { requireSession } from '../key-status/require-session.ts'
import { tellLive } from '../live/live-news.ts'
import type { ActorContext, ServiceContext } from '../service-context.ts'
import { statusOf } from '../user-status/user-status.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { actOnUser, wrongStatus } from '../users/guard/act-on-user.ts'

/** What a procedure needs that changes which session the caller's browser is in. */
export type CookieContext = ServiceContext & {
  sessionCookies: SessionCookies
  holdsToken: boolean
  setCookie(header: string): void
  readCookie(name: string): string | null
}

const maxMs = 60 * 60 * 1000

/**
 * Lets an admin act as a user, for one hour or until their own session ends: the browser changes into a session of the
 * user, and keeps the admin's own for the way back. Throws NOT_FOUND; FORBIDDEN for oneself and for every role of the
 * console; BAD_REQUEST for a program without cookies; CONFLICT for a user who is banned or pending; UNAUTHORIZED when the own session has ended meanwhile.
 */
export async function impersonate(
  ctx: CookieContext & ActorContext,
  { userId, reason }: ImpersonateInput,
): Promise<{ userId: string; expiresAt: string }> {
  if (ctx.holdsToken)
    throw new AppError('BAD_REQUEST', 'Only a browser can act as somebody else: it keeps two sessions.')
  const token = generateId()
  const options = { id: userId, permission: 'users.manage' } as const
  const { own, expiresAt } = await actOnUser(ctx, options, async (inside, { user }) => {
    refuseUnsuited(user, ctx.now)
    const own = await lockOwnSession(inside)
    const expiresAt = new Date(Math.min(ctx.now.getTime() + maxMs, own.expiresAt.getTime()))
    await beginSession(inside, { token, userId, ownId: own.id, expiresAt })
    await recordAudit(inside, {
      action: 'session.impersonate',
      subject: auditedUser(user),
      after: { reason: reason ?? null, expiresAt },
    })
    await tellLive(inside.db, { to: { userId }, news: { kind: 'sessions' } })
    return { own, expiresAt }
  })
  const { sessionCookies } = ctx
  ctx.setCookie(sessionCookies.keepOwn(own.token, lifeOf(ctx, own.expiresAt)))
  ctx.setCookie(sessionCookies.giveSession(token, lifeOf(ctx, expiresAt)))
  return { userId, expiresAt: expiresAt.toISOString() }
}

/** How many seconds a cookie may live; null when the person wanted the browser to forget it as it closes. */
export function lifeOf(ctx: CookieContext, expiresAt: Date): number | null {
  if (ctx.readCookie(ctx.sessionCookies.names.unremembered) !== null) return null
  return Math.max(0, Math.floor((expiresAt.getTime() - ctx.now.getTime()) / 1000))
}

function refuseUnsuited(user: UserTable, now: Date): void {
  if (user.role !== 'user') {
    throw new AppError('FORBIDDEN', 'Nobody acts as somebody who may open the console.', {
      reason: { kind: 'rank' },
    })
  }
  const status = statusOf(user, now)
  if (status === 'banned') throw wrongStatus(user, now, 'This account is banned. Lift the ban first.')
  if (status === 'pending')
    throw wrongStatus(user, now, 'This account waits for approval. Decide on it first.')
}

async function lockOwnSession({ actor, db }: ActorContext) {
  const [own] = await db
    .select({ id: session.id, token: session.token, expiresAt: session.expiresAt })
    .from(session)
    .where(eq(session.id, requireSession(actor).id))
    .for('key share')
  if (!own) throw new AppError('UNAUTHORIZED', 'Sign in again.', { reason: { kind: 'signed-out' } })
  return own
}

async function beginSession(
  { actor, clientAddress, db, device, now }: ActorContext,
  begun: { token: string; userId: string; ownId: string; expiresAt: Date },
): Promise<void> {
  // One at a time: an older one of the same browser is one that nobody can find back to.
  await endSessions(db, eq(session.impersonatorSessionId, begun.ownId))
  await db.insert(session).values({
    id: generateId(),
    token: begun.token,
    userId: begun.userId,
    expiresAt: begun.expiresAt,
    createdAt: now,
    ipAddress: clientAddress,
    userAgent: device,
    impersonatedBy: actor.user.id,
    impersonatorSessionId: begun.ownId,
    // Never fresh: what asks to confirm one's identity is for the person themselves.
    confirmedAt: new Date(0),
  })
}
