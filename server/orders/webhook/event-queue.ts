import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm'
import { type StripeEventTable, stripeEvent } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import type { PaymentEvent } from '../payments/payments.ts'

/** An event that this worker alone may look into until its lease ends; `attempts` counts this one too. */
export type ClaimedEvent = Pick<StripeEventTable, 'id' | 'objectId' | 'attempts' | 'receivedAt'>

const leaseMs = 120_000
const firstRetryMs = 5000
const longestRetryMs = 3_600_000
const givenUpMs = 3 * 24 * 3_600_000

const fromNow = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'`
const waiting = and(isNull(stripeEvent.processedAt), isNull(stripeEvent.failedAt))

/** Keeps what a webhook is about, once however often it comes. */
export async function keepEvent(
  db: Database,
  { id, type, objectId, createdAt }: PaymentEvent & { objectId: string },
): Promise<void> {
  await db.insert(stripeEvent).values({ id, type, objectId, createdAt }).onConflictDoNothing()
}

/** Takes up to `limit` events that are due and puts them out of every other worker's reach, in one statement. */
export async function claimEvents(db: Database, { limit }: { limit: number }): Promise<ClaimedEvent[]> {
  const due = db.$with('due').as(
    db
      .select({ id: stripeEvent.id })
      .from(stripeEvent)
      // The column is rounded to the millisecond, so that a row of this moment may lie ahead of now().
      .where(and(waiting, lte(stripeEvent.nextAttemptAt, fromNow(1))))
      .orderBy(asc(stripeEvent.nextAttemptAt))
      .limit(limit)
      .for('update', { skipLocked: true }),
  )
  return db
    .with(due)
    .update(stripeEvent)
    .set({ nextAttemptAt: fromNow(leaseMs), attempts: sql`${stripeEvent.attempts} + 1` })
    .from(due)
    .where(eq(stripeEvent.id, due.id))
    .returning({
      id: stripeEvent.id,
      objectId: stripeEvent.objectId,
      attempts: stripeEvent.attempts,
      receivedAt: stripeEvent.receivedAt,
    })
}

/** Notes that what the event is about was looked at. */
export async function markProcessed(db: Database, { id }: ClaimedEvent): Promise<void> {
  await db
    .update(stripeEvent)
    .set({ processedAt: sql`now()`, failedAt: null, lastError: null })
    .where(eq(stripeEvent.id, id))
}

/** Notes a failed attempt: the next one comes later each time, for three days. Returns whether it was the last. */
export async function markFailed(db: Database, claimed: ClaimedEvent, error: string): Promise<boolean> {
  const isLast = Date.now() - claimed.receivedAt.getTime() > givenUpMs
  const retryMs = Math.min(firstRetryMs * 2 ** Math.min(claimed.attempts - 1, 20), longestRetryMs)
  const next = isLast ? { failedAt: sql`now()` } : { nextAttemptAt: fromNow(retryMs) }
  // A worker whose lease has ended must not overwrite what the next one did.
  const stillOurs = and(eq(stripeEvent.id, claimed.id), eq(stripeEvent.attempts, claimed.attempts), waiting)
  await db
    .update(stripeEvent)
    .set({ ...next, lastError: error.slice(0, 500) })
    .where(stillOurs)
  return isLast
}

/** Deletes the events of more than 30 days ago; returns how many. */
export async function deleteOldEvents(db: Database): Promise<number> {
  const deleted = await db
    .delete(stripeEvent)
    .where(sql`${stripeEvent.receivedAt} < now() - interval '30 days'`)
    .returning({ id: stripeEvent.id })
  return deleted.length
}
