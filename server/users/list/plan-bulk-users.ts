import { asc } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import { type BulkPlan, planBulk } from '#shared/bulk-plan.ts'
import { bulkMost, type PlanBulkInput } from '#shared/bulk-users.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { statusOf } from '../../user-status/user-status.ts'
import { matchesUsers } from './user-search.ts'

/**
 * Whom an act would touch if it were done now to everybody whom the filter finds. `users.bulk` takes their ids. Throws
 * CONFLICT for more than can be acted on at once.
 */
export async function planBulkUsers(ctx: ActorContext, { action, filter }: PlanBulkInput): Promise<BulkPlan> {
  const { id, name, nameKey, deletedAt, bannedAt, bannedUntil, pendingSince } = user
  // Sorted once they are found: along the order of names, everybody would be read to find the few.
  const found = ctx.db
    .select({ id, name, nameKey, deletedAt, bannedAt, bannedUntil, pendingSince })
    .from(user)
    .where(matchesUsers(ctx, filter))
    .limit(bulkMost + 1)
    .as('found')
  const rows = await ctx.db.select().from(found).orderBy(asc(found.nameKey), asc(found.id))
  if (rows.length > bulkMost) {
    throw new AppError('CONFLICT', `More than ${bulkMost} people match. Narrow the filters first.`)
  }
  const chosen = rows.map((row) => ({ ...row, status: statusOf(row, ctx.now) }))
  return planBulk(action, chosen, ctx.actor.user.id)
}
