import { and, eq } from 'drizzle-orm'
import { limitPolicyChange } from '#drizzle/schema/index.ts'
import type { LimitPolicyView, ResetPolicyInput } from '#shared/limits/limit-rules.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { LimitsContext } from '../limits-context.ts'
import { tellLimitsNews } from '../rules/limits-news.ts'
import { getPolicy, requirePolicyScopes } from './require-policy.ts'

/**
 * Gives a policy, or one scope of it, the file's numbers back on every replica at once. Throws BAD_REQUEST for a
 * policy or scope that is not in the file.
 */
export async function resetPolicy(
  ctx: LimitsContext,
  { id: policy, scope }: ResetPolicyInput,
): Promise<LimitPolicyView> {
  const files = requirePolicyScopes(policy, scope)
  await ctx.db.transaction(async (tx) => {
    const changes = await tx
      .delete(limitPolicyChange)
      .where(and(eq(limitPolicyChange.policy, policy), scope && eq(limitPolicyChange.scope, scope)))
      .returning()
    for (const { scope, limit, windowMs, reason } of changes) {
      const file = files.find((quota) => quota.scope === scope)
      await recordAudit(
        { ...ctx, db: tx },
        {
          action: 'policy.reset',
          subject: { type: 'policy', id: `${policy}/${scope}` },
          before: { limit, windowMs, reason },
          after: file ? { limit: file.limit, windowMs: file.windowMs, reason: null } : null,
        },
      )
    }
    if (changes.length > 0) await tellLimitsNews(tx, { kind: 'rules' })
  })
  await ctx.limiter.rules.refresh()
  return getPolicy(ctx, policy)
}
