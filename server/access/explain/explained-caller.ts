import { and, desc, eq, gt, isNull, type SQL } from 'drizzle-orm'
import {
  type ApiKeyTable,
  apiKey,
  type SessionTable,
  session,
  type UserTable,
  user,
} from '#drizzle/schema/index.ts'
import { keyPrefix } from '#shared/keys.ts'
import type { ExplainLimitInput } from '#shared/limits/limit-events.ts'
import { findImpersonator } from '../../auth/find-impersonator.ts'
import { AppError } from '../../errors.ts'
import { keyRefused } from '../../key-status/key-refusals.ts'
import { problemOf } from '../../keys/find-key.ts'
import { counterNotFound } from '../../limits/counters/counter-view.ts'
import { accountValue, type LimitPartition, parseKey } from '../../limits/limit-keys.ts'
import type { LimitsContext } from '../../limits/limits-context.ts'
import { banOf, statusOf } from '../../user-status/user-status.ts'
import type { Caller, Question } from '../guard.ts'

/** Who would call, as far as the question says it. */
export interface ExplainedCaller extends Pick<Question, 'caller' | 'user' | 'accountHash'> {
  partition: Partial<LimitPartition>
}

/**
 * Finds who a question is about: a user is taken to call with their newest session. Throws NOT_FOUND for a user or
 * a counter that is not there.
 */
export async function findCaller(ctx: LimitsContext, input: ExplainLimitInput): Promise<ExplainedCaller> {
  const named = { ...input, ...partsOf(ctx, input.id) }
  const key = await findNamedKey(ctx, named.key)
  const found = key ? null : await findSession(ctx, named)
  const [owner] = await findUser(ctx, { ...named, userId: key?.userId ?? named.userId ?? found?.userId })
  if (named.userId && !owner) throw new AppError('NOT_FOUND', 'There is no such user.')
  const live = found && owner && statusOf(owner, ctx.now) !== 'deleted' ? found : null
  const account = named.account ?? owner?.email
  return {
    user: owner ?? null,
    caller: {
      ...toCaller(owner ?? null, live, ctx.now),
      ...keyOf(key, owner, { address: named.ip, now: ctx.now }),
    },
    partition: {
      ip: named.ip,
      sessionId: live?.id ?? (key ? undefined : named.sessionId),
      userId: owner?.id,
      keyId: key?.id,
      account,
    },
    accountHash: named.accountHash ?? (account ? accountValue(account) : null),
  }
}

function toCaller(owner: UserTable | null, live: SessionTable | null, now: Date): Caller {
  return {
    user: owner && { id: owner.id, role: owner.role, pending: owner.pendingSince !== null },
    session: live,
    key: null,
    keyRefusal: null,
    banned: owner && banOf(owner, now),
    impersonated: Boolean(live?.impersonatedBy),
    // The cookie of a half-done sign-in is in the browser alone.
    signingIn: false,
    lookupFailure: null,
    now,
  }
}

// By its id or its beginning, which two keys may share.
async function findNamedKey({ db }: LimitsContext, named: string | undefined): Promise<ApiKeyTable | null> {
  if (!named) return null
  const column = named.startsWith(keyPrefix) ? apiKey.start : apiKey.id
  const [found, another] = await db.select().from(apiKey).where(eq(column, named)).limit(2)
  if (!found)
    throw new AppError('NOT_FOUND', 'There is no such key. It may have been revoked or expired a month ago.')
  if (another) throw new AppError('CONFLICT', 'Several keys begin like this. Give the id of one.')
  return found
}

function keyOf(
  key: ApiKeyTable | null,
  owner: UserTable | undefined,
  when: { address?: string; now: Date },
): Pick<Caller, 'key' | 'keyRefusal'> {
  if (!key || !owner) return { key: null, keyRefusal: null }
  const problem = problemOf(key, owner, when)
  return problem ? { key: null, keyRefusal: keyRefused(problem) } : { key, keyRefusal: null }
}

// What a counter's id says of the caller. Its account is a hash, from which no address can be told.
function partsOf({ limiter }: LimitsContext, id: string | undefined) {
  if (!id) return {}
  const quota = parseKey(limiter.policies, id)
  if (!quota) throw counterNotFound()
  const names = {
    ip: 'ip',
    session: 'sessionId',
    user: 'userId',
    account: 'accountHash',
    key: 'key',
  } as const
  return { [names[quota.scope]]: quota.value } as Partial<Record<(typeof names)[keyof typeof names], string>>
}

// Who signs in has no session yet, and says who they are by their address.
async function findUser({ db }: LimitsContext, { userId, account }: { userId?: string; account?: string }) {
  if (userId) return db.select().from(user).where(eq(user.id, userId))
  return account ? db.select().from(user).where(eq(user.email, account.trim().toLowerCase())) : []
}

async function findSession(
  { db, now }: LimitsContext,
  { sessionId, userId }: { sessionId?: string; userId?: string },
): Promise<SessionTable | null> {
  if (!sessionId && !userId) return null
  // Without a word about which one, a session of the person's own.
  const which: SQL | undefined = sessionId ? eq(session.id, sessionId) : isNull(session.impersonatedBy)
  const [live] = await db
    .select()
    .from(session)
    .where(and(which, userId ? eq(session.userId, userId) : undefined, gt(session.expiresAt, now)))
    .orderBy(desc(session.updatedAt))
    .limit(1)
  if (live?.impersonatedBy && !(await findImpersonator(db, live.impersonatedBy, now))) return null
  return live ?? null
}
