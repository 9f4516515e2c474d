import { and, count, desc, eq, ilike, lte, or, type SQL, sql } from 'drizzle-orm'
import { limitOverride, user } from '#drizzle/schema/index.ts'
import type { LimitOverride, ListOverridesInput } from '#shared/limits/limit-rules.ts'
import type { Page } from '#shared/pagination.ts'
import { containing } from '../../database/like.ts'
import { behindTime, pageOf } from '../../database/page.ts'
import type { ServiceContext } from '../../service-context.ts'
import { activeOverride } from '../rules/read-rules.ts'
import { overrideColumns, overrideUser, toLimitOverride } from './override-view.ts'

const order = { at: limitOverride.createdAt, id: limitOverride.id }
const expired = lte(limitOverride.expiresAt, sql`statement_timestamp()`)

/**
 * A page of overrides, the newest first, those that have expired too: `search` looks in the value and the reason.
 * Throws BAD_REQUEST for a cursor that is not ours.
 */
export async function listOverrides(
  ctx: ServiceContext,
  input: ListOverridesInput,
): Promise<Page<LimitOverride>> {
  const filter = and(
    input.target && eq(limitOverride.target, input.target),
    input.policy ? eq(limitOverride.policy, input.policy) : undefined,
    input.search ? matches(input.search) : undefined,
    input.active === undefined ? undefined : input.active ? activeOverride : expired,
  )
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select(overrideColumns)
      .from(limitOverride)
      .leftJoin(user, eq(user.id, limitOverride.createdBy))
      .leftJoin(overrideUser, and(eq(limitOverride.target, 'user'), eq(overrideUser.id, limitOverride.value)))
      .where(and(filter, behindTime(order, input.cursor)))
      .orderBy(desc(limitOverride.createdAt), desc(limitOverride.id))
      .limit(input.limit + 1),
    ctx.db.select({ total: count() }).from(limitOverride).where(filter),
  ])
  const page = pageOf(rows, input.limit, ({ override }) => [override.createdAt.toISOString(), override.id])
  return {
    ...page,
    items: page.items.map((row) => toLimitOverride(row.override, row, ctx.now)),
    total: counted?.total ?? 0,
  }
}

function matches(search: string): SQL | undefined {
  const pattern = containing(search)
  return or(ilike(limitOverride.value, pattern), ilike(limitOverride.reason, pattern))
}
