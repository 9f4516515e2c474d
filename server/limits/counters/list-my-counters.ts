import { inArray } from 'drizzle-orm'
import { rateLimit } from '#drizzle/schema/index.ts'
import type { LimitCounter } from '#shared/limits/limits.ts'
import type { Page } from '#shared/pagination.ts'
import type { ActorContext } from '../../service-context.ts'
import { callerOf } from '../decide/apply-rules.ts'
import { emptyCounter } from '../decide/decide.ts'
import { quotasOf } from '../limit-keys.ts'
import type { LimitsContext } from '../limits-context.ts'
import { counterColumns, toLimitCounter } from './counter-view.ts'

/** What the caller has left of the calls of the signed-in: a counter for the session or the key, and one for the user. */
export async function listMyCounters(ctx: ActorContext & LimitsContext): Promise<Page<LimitCounter>> {
  const { user, session, key } = ctx.actor
  const partition = {
    ip: ctx.clientAddress,
    address: ctx.clientAddress,
    sessionId: session?.id,
    keyId: key?.id,
    userId: user.id,
  }
  const quotas = quotasOf(ctx.limiter.policies, key ? ['signed-in', 'keys'] : ['signed-in'], partition)
  const keys = quotas.map(({ key }) => key)
  const rows = await ctx.db.select(counterColumns).from(rateLimit).where(inArray(rateLimit.key, keys))
  const items = quotas.map((quota) => {
    const row = rows.find(({ key }) => key === quota.key)
    const state = row ?? { ...emptyCounter, lastRequest: 0 }
    return toLimitCounter(ctx, quota, state, row?.now ?? 0, callerOf(partition))
  })
  return { items: items.map(hideRule), nextCursor: null, total: items.length }
}

// Which rule it is is for the console.
const hideRule = (counter: LimitCounter): LimitCounter => ({ ...counter, override: null })
