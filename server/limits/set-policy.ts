import { and, eq } from 'drizzle-orm'
import { limitPolicyChange } from '#drizzle/schema/index.ts'
import type { LimitPolicyView, SetPolicyInput } from '#shared/limit-rules.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { ActorContext } from '../service-context.ts'
import type { LimitsContext } from './counter-view.ts'
import { tellLimitsNews } from './limits-news.ts'
import { getPolicy, requirePolicyScopes } from './policy-scopes.ts'

/**
 * Changes the numbers of one scope of a policy on every replica at once; they beat the file's. Counters keep what
 * they hold. Throws BAD_REQUEST for a policy or scope that is not in the file.
 */
export async function setPolicy(
  ctx: ActorContext & LimitsContext,
  { id: policy, scope, limit, windowMs, reason }: SetPolicyInput,
): Promise<LimitPolicyView> {
  const [file] = requirePolicyScopes(policy, scope)
  await ctx.db.transaction(async (tx) => {
    const isScope = and(eq(limitPolicyChange.policy, policy), eq(limitPolicyChange.scope, scope))
    const [before = { ...file, reason: null }] = await tx
      .select()
      .from(limitPolicyChange)
      .where(isScope)
      .for('update')
    const numbers = { limit, windowMs, reason, changedBy: ctx.actor.user.id }
    await tx
      .insert(limitPolicyChange)
      .values({ policy, scope, ...numbers })
      .onConflictDoUpdate({
        target: [limitPolicyChange.policy, limitPolicyChange.scope],
        set: { ...numbers, updatedAt: ctx.now },
      })
    await recordAudit(
      { ...ctx, db: tx },
      {
        action: 'limits.setPolicy',
        subject: `${policy}/${scope}`,
        before: { limit: before.limit, windowMs: before.windowMs, reason: before.reason },
        after: { limit, windowMs, reason },
      },
    )
    await tellLimitsNews(tx, { kind: 'rules' })
  })
  await ctx.limiter.rules.refresh()
  return getPolicy(ctx, policy)
}
