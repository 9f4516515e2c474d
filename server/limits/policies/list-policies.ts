import { eq } from 'drizzle-orm'
import { limitPolicyChange, user } from '#drizzle/schema/index.ts'
import type { LimitPolicyView } from '#shared/limits/limit-rules.ts'
import type { Page } from '#shared/pagination.ts'
import type { ServiceContext } from '../../service-context.ts'
import { limitPolicies } from '../limit-policies.ts'

/** Every policy with the numbers in force, those of the file, and who changed them. */
export async function listPolicies(ctx: Pick<ServiceContext, 'db'>): Promise<Page<LimitPolicyView>> {
  const changes = await ctx.db
    .select({ change: limitPolicyChange, by: { id: user.id, name: user.name } })
    .from(limitPolicyChange)
    .leftJoin(user, eq(user.id, limitPolicyChange.changedBy))
  const items = Object.entries(limitPolicies).map(
    ([id, { onStoreError, scopes }]): LimitPolicyView => ({
      id,
      onStoreError,
      scopes: scopes.map(({ scope, ...file }) => {
        const row = changes.find(({ change }) => change.policy === id && change.scope === scope)
        const { limit, windowMs } = row?.change ?? file
        const change = row && {
          by: row.by,
          at: row.change.updatedAt.toISOString(),
          reason: row.change.reason,
        }
        return { scope, limit, windowMs, file, change: change ?? null }
      }),
    }),
  )
  return { items, nextCursor: null, total: items.length }
}
