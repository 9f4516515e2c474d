import { and, eq, isNull, lte, sql } from 'drizzle-orm'
import { type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { unpayableMs } from '../follow/next-check.ts'
import type { FollowContext } from '../orders-context.ts'
import type { SubscriptionState } from '../payments/subscription-payments.ts'
import { applySubscription, type Obstacle } from './apply-subscription.ts'
import { isKnownPlan } from './decide-subscription.ts'
import { nextSubscriptionCheck } from './next-subscription-check.ts'

/** A subscription as it is since the payment provider was asked; `state` is null when it was not. */
export interface FollowedSubscription {
  row: SubscriptionTable
  state: SubscriptionState | null
}

// The first may meet another that runs, and the second that it still does.
const maxRounds = 4

/**
 * Asks the payment provider about a subscription, and makes it and its owner's plan what the provider says. Nothing else
 * changes a subscription's state. However often it runs, at whatever moments and at once with itself, the end is the
 * same. One that runs beside another of its owner, or whose owner is gone, is ended at the provider. `by` is who asked for
 * what is found to have changed. Throws NOT_FOUND, and SERVICE_UNAVAILABLE while the provider is away.
 */
export async function followSubscription(
  ctx: FollowContext,
  id: string,
  by: ActorContext | null = null,
): Promise<FollowedSubscription> {
  for (let round = 1; ; round += 1) {
    const begun = await beginCheck(ctx.db, id)
    const { stripeSessionId: sessionId, stripeSubscriptionId: subscriptionId } = begun
    // What is paid for in the other mode is no business of this key.
    if (begun.liveMode !== ctx.payments.liveMode) return { row: begun, state: null }
    if (sessionId === null && subscriptionId === null)
      return { row: await abandonUnpayable(ctx.db, begun), state: null }
    const state = await ctx.payments.readSubscription({ sessionId, subscriptionId })
    tellUnknownPlan(ctx, id, state)
    const { row, obstacle } = await applySubscription(ctx, { begun, state, by })
    if (!obstacle || !state.subscription || round === maxRounds) return { row, state }
    await clear(ctx, { row, obstacle, subscriptionId: state.subscription.id, round })
  }
}

// What we know of the other one may be old, so it is asked about first.
async function clear(
  ctx: FollowContext,
  {
    row,
    obstacle,
    subscriptionId,
    round,
  }: { row: SubscriptionTable; obstacle: Obstacle; subscriptionId: string; round: number },
): Promise<void> {
  if (obstacle.kind === 'second' && round === 1) {
    await followSubscription(ctx, obstacle.runningId)
    return
  }
  await ctx.payments.cancelSubscription(subscriptionId)
  if (obstacle.kind === 'second')
    ctx.logFailure(
      new Error(
        `The subscription ${row.id} was paid beside ${obstacle.runningId} and is ended: its payment waits to be refunded.`,
      ),
    )
}

function tellUnknownPlan(ctx: FollowContext, id: string, { subscription: said }: SubscriptionState): void {
  if (said && !isKnownPlan(said))
    ctx.logFailure(new Error(`The subscription ${id} is of a product that is no plan, and keeps its plan.`))
}

// Numbered before the question, so that of two answers it is known which one is newer, whenever they come.
async function beginCheck(db: Database, id: string): Promise<SubscriptionTable> {
  const [begun] = await db
    .update(subscription)
    .set({
      checksBegun: sql`${subscription.checksBegun} + 1`,
      updatedAt: sql`${subscription.updatedAt}`,
    })
    .where(eq(subscription.id, id))
    .returning()
  if (!begun) throw new AppError('NOT_FOUND', 'There is no such subscription.')
  return begun
}

// The call that made it broke off, and nobody was given an address.
async function abandonUnpayable(db: Database, begun: SubscriptionTable): Promise<SubscriptionTable> {
  const isOver = lte(subscription.createdAt, sql`now() - ${unpayableMs} * interval '1 millisecond'`)
  const isOpen = and(eq(subscription.status, 'created'), isNull(subscription.stripeSessionId))
  const own = eq(subscription.id, begun.id)
  const [abandoned] = await db
    .update(subscription)
    .set({ status: 'abandoned', endedAt: sql`now()`, nextCheckAt: null })
    .where(and(own, isOpen, isOver))
    .returning()
  if (abandoned) return abandoned
  const nextCheckAt = nextSubscriptionCheck(begun, new Date())
  const [waiting] = await db.update(subscription).set({ nextCheckAt }).where(own).returning()
  return waiting ?? begun
}
