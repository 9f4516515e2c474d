import { and, asc, eq, lt } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { ServiceContext } from '../service-context.ts'
import { applyPurge } from './acts/purge-user.ts'

/** So long a deleted user can be restored. */
export const keptDays = 30
const batch = 100

/**
 * Purges users who were deleted more than 30 days ago, 100 a call at most, each in a transaction of their own; whose row
 * is held by somebody is left for the next time. Returns how many. Throws, after all were tried, what one of them threw.
 */
export async function sweepDeletedUsers(ctx: ServiceContext): Promise<number> {
  const due = lt(user.deletedAt, new Date(ctx.now.getTime() - keptDays * 24 * 60 * 60 * 1000))
  const found = await ctx.db
    .select({ id: user.id })
    .from(user)
    .where(due)
    .orderBy(asc(user.deletedAt), asc(user.id))
    .limit(batch)
  let purged = 0
  const failures: unknown[] = []
  for (const { id } of found) {
    const done = await ctx.db
      .transaction(async (tx) => {
        const [held] = await tx
          .select()
          .from(user)
          .where(and(eq(user.id, id), due))
          .for('update', { skipLocked: true })
        if (held) await applyPurge({ ...ctx, db: tx }, held)
        return held !== undefined
      })
      .catch((error) => {
        failures.push(error)
        return false
      })
    if (done) purged += 1
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Deleted users could not be purged.')
  return purged
}
