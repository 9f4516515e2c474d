import { and, asc, eq, lte, sql } from 'drizzle-orm'
import type { order, subscription } from '#drizzle/schema/index.ts'
import type { FollowContext } from './orders-context.ts'
import { isAway } from './payments/payment-failure.ts'

const batch = 50
/** So long nobody else looks at a row that somebody has begun to look at. */
export const leaseMs = 10 * 60_000

type Followed = typeof order | typeof subscription

/**
 * Follows the rows of a table that have not been looked at for long enough, 50 at most. Returns how many. Ends early while
 * the payment provider is away; throws, after all were tried, what one of them threw otherwise.
 */
export async function followDue(
  ctx: FollowContext,
  table: Followed,
  follow: (ctx: FollowContext, id: string) => Promise<unknown>,
): Promise<number> {
  const failures: unknown[] = []
  let done = 0
  for (; done < batch; done += 1) {
    const id = await claimDue(ctx, table)
    if (id === null) break
    try {
      await follow(ctx, id)
    } catch (error) {
      if (isAway(error)) throw error
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not all that was due could be followed.')
  return done
}

async function claimDue({ db, payments }: FollowContext, table: Followed): Promise<string | null> {
  const isDue = lte(table.nextCheckAt, sql`now()`)
  const due = db
    .select({ id: table.id })
    .from(table)
    .where(and(isDue, eq(table.liveMode, payments.liveMode)))
    .orderBy(asc(table.nextCheckAt))
    .limit(1)
    .for('update', { skipLocked: true })
  const [claimed] = await db
    .update(table)
    .set({
      nextCheckAt: sql`now() + ${leaseMs} * interval '1 millisecond'`,
      updatedAt: sql`${table.updatedAt}`,
    })
    .where(eq(table.id, sql`(${due})`))
    .returning({ id: table.id })
  return claimed?.id ?? null
}
