import { and, count, desc, eq, gt, isNull, max } from 'drizzle-orm'
import { invitation, passkey, session, user } from '#drizzle/schema/index.ts'
import type { GetUserInput, UserDetail } from '#shared/users.ts'
import { readLock } from '../../auth/lockout/read-lock.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { isPerson } from '../../user-status/service-accounts.ts'
import { toDetailedUser } from '../user-view.ts'

/** One user, with how they sign in, what keeps them from it, and whether they were invited. Throws NOT_FOUND. */
export async function getUser(ctx: ActorContext, { id }: GetUserInput): Promise<Omit<UserDetail, 'credits'>> {
  const [[row], [sessions], [passkeys], openInvitation] = await Promise.all([
    ctx.db
      .select()
      .from(user)
      .where(and(eq(user.id, id), isPerson())),
    ctx.db
      .select({ live: count(), lastSeenAt: max(session.lastSeenAt) })
      .from(session)
      .where(and(eq(session.userId, id), isNull(session.impersonatedBy), gt(session.expiresAt, ctx.now))),
    ctx.db.select({ owned: count() }).from(passkey).where(eq(passkey.userId, id)),
    findOpenInvitation(ctx, id),
  ])
  if (!row) throw new AppError('NOT_FOUND', 'There is no such user.')
  return {
    ...(await toDetailedUser(ctx, row)),
    bannedAt: row.bannedAt?.toISOString() ?? null,
    bannedUntil: row.bannedUntil?.toISOString() ?? null,
    banReason: row.banReason,
    pendingSince: row.pendingSince?.toISOString() ?? null,
    sessionCount: sessions?.live ?? 0,
    lastSeenAt: sessions?.lastSeenAt?.toISOString() ?? null,
    passkeyCount: passkeys?.owned ?? 0,
    invitation: openInvitation,
    lock: row.deletedAt ? null : await readLock(ctx.db, row.email),
  }
}

// The newest that was neither accepted nor revoked, expired or not: an expired one can be sent again.
async function findOpenInvitation(ctx: ActorContext, userId: string): Promise<UserDetail['invitation']> {
  const [found] = await ctx.db
    .select({ id: invitation.id, sentAt: invitation.sentAt, expiresAt: invitation.expiresAt })
    .from(invitation)
    .where(and(eq(invitation.userId, userId), isNull(invitation.acceptedAt), isNull(invitation.revokedAt)))
    .orderBy(desc(invitation.createdAt), desc(invitation.id))
    .limit(1)
  if (!found) return null
  return {
    id: found.id,
    sentAt: found.sentAt.toISOString(),
    expiresAt: found.expiresAt.toISOString(),
    expired: found.expiresAt <= ctx.now,
  }
}
