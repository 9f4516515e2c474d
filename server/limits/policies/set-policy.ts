import { and, eq } from 'drizzle-orm'
import { limitPolicyChange } from '#drizzle/schema/index.ts'
import type { LimitPolicyView, SetPolicyInput } from '#shared/limits/limit-rules.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { invalidField } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import type { LimitsContext } from '../limits-context.ts'
import { tellLimitsNews } from '../rules/limits-news.ts'
import { getPolicy, requirePolicyScopes } from './require-policy.ts'

/**
 * Changes the numbers of one scope of a policy on every replica at once; they beat the file's. Counters keep what
 * they hold. Throws BAD_REQUEST for a policy or scope that is not in the file, and for numbers that could not be
 * taken back because they refuse the call that would.
 */
export async function setPolicy(
  ctx: ActorContext & LimitsContext,
  { id: policy, scope, limit, windowMs, reason }: SetPolicyInput,
): Promise<LimitPolicyView> {
  const [file] = requirePolicyScopes(policy, scope)
  refuseShuttingOut(policy, limit, windowMs)
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
        action: 'policy.set',
        subject: { type: 'policy', id: `${policy}/${scope}` },
        before: { limit: before.limit, windowMs: before.windowMs, reason: before.reason },
        after: { limit, windowMs, reason },
      },
    )
    await tellLimitsNews(tx, { kind: 'rules' })
  })
  await ctx.limiter.rules.refresh()
  return getPolicy(ctx, policy)
}

const neededToUndo = new Set<string>(['signed-in', 'admin-write'])
const fewestPerMinute = 10

function refuseShuttingOut(policy: string, limit: number, windowMs: number): void {
  if (!neededToUndo.has(policy) || (limit * 60_000) / windowMs >= fewestPerMinute) return
  throw invalidField('limit', `At fewer than ${fewestPerMinute} a minute nobody could take this back.`)
}
