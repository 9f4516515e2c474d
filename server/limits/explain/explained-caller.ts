import { and, desc, eq, gt } from 'drizzle-orm'
import { session, type UserTable, user } from '#drizzle/schema/index.ts'
import type { ExplainLimitInput } from '#shared/limit-events.ts'
import { AppError } from '../../errors.ts'
import { counterNotFound } from '../counters/counter-view.ts'
import { accountValue, type LimitPartition, parseKey } from '../limit-keys.ts'
import type { LimitsContext } from '../limits-context.ts'

/** Who would call, as far as the question says it. */
export interface ExplainedCaller {
  user: UserTable | null
  /** Of a live session; null: not signed in. */
  sessionId: string | null
  partition: Partial<LimitPartition>
  /** The hash of the account's e-mail address, by which counters and locks know it. */
  accountHash: string | null
}

/**
 * Finds who a question is about: a user is taken to call with their newest session. Throws NOT_FOUND for a user or
 * a counter that is not there.
 */
export async function findCaller(ctx: LimitsContext, input: ExplainLimitInput): Promise<ExplainedCaller> {
  const named = { ...input, ...partsOf(ctx, input.id) }
  const live = await findSession(ctx, named)
  const userId = named.userId ?? live?.userId
  const [owner] = userId ? await ctx.db.select().from(user).where(eq(user.id, userId)) : []
  if (named.userId && !owner) throw new AppError('NOT_FOUND', 'There is no such user.')
  const account = named.account ?? owner?.email
  const sessionId = owner && live ? live.id : null
  return {
    user: owner ?? null,
    sessionId,
    partition: { ip: named.ip, sessionId: sessionId ?? named.sessionId, userId: owner?.id, account },
    accountHash: named.accountHash ?? (account ? accountValue(account) : null),
  }
}

// What a counter's id says of the caller. Its account is a hash, from which no address can be told.
function partsOf({ limiter }: LimitsContext, id: string | undefined) {
  if (!id) return {}
  const quota = parseKey(limiter.policies, id)
  if (!quota) throw counterNotFound()
  const names = { ip: 'ip', session: 'sessionId', user: 'userId', account: 'accountHash' } as const
  return { [names[quota.scope]]: quota.value } as Partial<Record<(typeof names)[keyof typeof names], string>>
}

async function findSession(ctx: LimitsContext, named: { sessionId?: string; userId?: string }) {
  const { sessionId, userId } = named
  if (!sessionId && !userId) return null
  const [live] = await ctx.db
    .select({ id: session.id, userId: session.userId })
    .from(session)
    .where(
      and(
        sessionId ? eq(session.id, sessionId) : undefined,
        userId ? eq(session.userId, userId) : undefined,
        gt(session.expiresAt, ctx.now),
      ),
    )
    .orderBy(desc(session.updatedAt))
    .limit(1)
  return live ?? null
}
