import { and, count, eq, gt, max } from 'drizzle-orm'
import { account, session, user } from '#drizzle/schema/index.ts'
import type { GetUserInput, UserDetail } from '#shared/users.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { toUserSummary } from './user-view.ts'

/** One user, with how they sign in and whether they are signed in. Throws NOT_FOUND. */
export async function getUser(ctx: ActorContext, { id }: GetUserInput): Promise<UserDetail> {
  const [[row], providers, [sessions]] = await Promise.all([
    ctx.db.select().from(user).where(eq(user.id, id)),
    ctx.db.selectDistinct({ id: account.providerId }).from(account).where(eq(account.userId, id)),
    ctx.db
      .select({ live: count(), lastSeenAt: max(session.updatedAt) })
      .from(session)
      .where(and(eq(session.userId, id), gt(session.expiresAt, ctx.now))),
  ])
  if (!row) throw new AppError('NOT_FOUND', 'There is no such user.')
  return {
    ...toUserSummary(ctx, row),
    bannedAt: row.bannedAt?.toISOString() ?? null,
    bannedUntil: row.bannedUntil?.toISOString() ?? null,
    banReason: row.banReason,
    providers: providers.map((provider) => provider.id).sort(),
    sessionCount: sessions?.live ?? 0,
    lastSeenAt: sessions?.lastSeenAt?.toISOString() ?? null,
  }
}
