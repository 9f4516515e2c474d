import { and, count, desc, eq, gt, isNull, max, sql } from 'drizzle-orm'
import { invitation, passkey, session, user } from '#drizzle/schema/index.ts'
import type { GetUserInput, UserDetail } from '#shared/users.ts'
import { readLock } from '../../auth/lockout/read-lock.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { isPerson } from '../../user-status/service-accounts.ts'
import { toDetailedUser } from '../user-view.ts'

/** One user, with how they sign in, what keeps them from it, and whether they were invited. Throws NOT_FOUND. */
export async function getUser(ctx: ActorContext, { id }: GetUserInput): Promise<Omit<UserDetail, 'credits'>> {
  const found = await findUser(ctx, id)
  if (!found) throw new AppError('NOT_FOUND', 'There is no such user.')
  const { row, sessions, passkeyCount, sent } = found
  const [user, lock] = await Promise.all([
    toDetailedUser(ctx, row),
    row.deletedAt ? null : readLock(ctx.db, row.email),
  ])
  return {
    ...user,
    bannedAt: row.bannedAt?.toISOString() ?? null,
    bannedUntil: row.bannedUntil?.toISOString() ?? null,
    banReason: row.banReason,
    pendingSince: row.pendingSince?.toISOString() ?? null,
    sessionCount: sessions.live,
    lastSeenAt: sessions.lastSeenAt?.toISOString() ?? null,
    passkeyCount,
    invitation: sent && {
      id: sent.id,
      sentAt: sent.sentAt.toISOString(),
      expiresAt: sent.expiresAt.toISOString(),
      expired: sent.expiresAt <= ctx.now,
    },
    lock,
  }
}

async function findUser({ db, now }: ActorContext, id: string) {
  const sessions = db
    .select({ live: count().as('live'), lastSeenAt: max(session.lastSeenAt).as('last_seen_at') })
    .from(session)
    .where(and(eq(session.userId, id), isNull(session.impersonatedBy), gt(session.expiresAt, now)))
    .as('sessions')
  const passkeys = db
    .select({ owned: count().as('owned') })
    .from(passkey)
    .where(eq(passkey.userId, id))
    .as('passkeys')
  // The newest that was neither accepted nor revoked, expired or not: an expired one can be sent again.
  const sent = db
    .select({ id: invitation.id, sentAt: invitation.sentAt, expiresAt: invitation.expiresAt })
    .from(invitation)
    .where(and(eq(invitation.userId, id), isNull(invitation.acceptedAt), isNull(invitation.revokedAt)))
    .orderBy(desc(invitation.createdAt), desc(invitation.id))
    .limit(1)
    .as('sent')
  const [found] = await db
    .select({
      row: user,
      sessions: { live: sessions.live, lastSeenAt: sessions.lastSeenAt },
      passkeyCount: passkeys.owned,
      sent: { id: sent.id, sentAt: sent.sentAt, expiresAt: sent.expiresAt },
    })
    .from(user)
    .crossJoin(sessions)
    .crossJoin(passkeys)
    .leftJoin(sent, sql`true`)
    .where(and(eq(user.id, id), isPerson()))
  return found
}
