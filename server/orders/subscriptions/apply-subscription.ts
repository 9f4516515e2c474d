import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { type SubscriptionTable, subscription } from '#drizzle/schema/index.ts'
import { isRunning, runningStatuses } from '#shared/orders/subscription-statuses.ts'
import { bringUpToDate } from '../../credits/bring-up-to-date.ts'
import type { Database } from '../../database/database.ts'
import { type ActorContext, createSystemContext } from '../../service-context.ts'
import { tellOrder } from '../follow/tell-order.ts'
import type { FollowContext } from '../orders-context.ts'
import type { SubscriptionState } from '../payments/subscription-payments.ts'
import { recordSubscription } from './audited-subscription.ts'
import { decideSubscription, type SubscriptionDecision } from './decide-subscription.ts'
import { nextSubscriptionCheck } from './next-subscription-check.ts'
import { findPerson, writeSubscribedPlan } from './write-subscribed-plan.ts'

/** Why a subscription that runs at the provider is not applied: another of the owner's does, or the owner is gone. */
export type Obstacle = { kind: 'second'; runningId: string } | { kind: 'gone' }

export interface Applied {
  row: SubscriptionTable
  obstacle: Obstacle | null
}

/**
 * Makes a subscription what the payment provider said of it, with its owner's plan and month, in one transaction; `check`
 * is the number of the question, and `by` who asked for what changed. An answer to an earlier question than the one that
 * is applied changes nothing.
 */
export function applySubscription(
  ctx: FollowContext,
  { begun, state, by }: { begun: SubscriptionTable; state: SubscriptionState; by: ActorContext | null },
): Promise<Applied> {
  return ctx.db.transaction(async (tx) => {
    const inside = by ? { ...by, db: tx } : createSystemContext({ ...ctx, db: tx, device: 'subscriptions' })
    // The balance before the subscription, as whoever subscribes takes them.
    const held = await bringUpToDate(inside, begun.ownerId)
    const before = await holdSubscription(tx, begun.id)
    if (before.checkApplied > begun.checksBegun) return { row: before, obstacle: null }
    const decision = decideSubscription(before, state, held.now)
    const { person, gone } = await findPerson(tx, begun.ownerId)
    const obstacle = await findObstacle(tx, { before, decision, gone })
    if (obstacle) return { row: before, obstacle }
    await writeSubscribedPlan(inside, held, { before, decision, said: state.subscription, person })
    const { after, changed } = await save(tx, {
      before,
      decision,
      check: begun.checksBegun,
      now: held.now,
    })
    if (!changed) return { row: after, obstacle: null }
    await recordSubscription(inside, { before, after })
    await tellOrder(tx, after)
    return { row: after, obstacle: null }
  })
}

async function holdSubscription(tx: Database, id: string): Promise<SubscriptionTable> {
  const [held] = await tx.select().from(subscription).where(eq(subscription.id, id)).for('update')
  if (!held) throw new Error(`The subscription ${id} is gone.`)
  return held
}

async function findObstacle(
  tx: Database,
  {
    before: { id, ownerId, status },
    decision,
    gone,
  }: { before: SubscriptionTable; decision: SubscriptionDecision; gone: boolean },
): Promise<Obstacle | null> {
  if (!isRunning(decision.status)) return null
  if (gone) return { kind: 'gone' }
  if (isRunning(status)) return null
  const runs = inArray(subscription.status, runningStatuses)
  const [running] = await tx
    .select({ id: subscription.id })
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerId), ne(subscription.id, id), runs))
  return running ? { kind: 'second', runningId: running.id } : null
}

async function save(
  tx: Database,
  {
    before,
    decision,
    check,
    now,
  }: { before: SubscriptionTable; decision: SubscriptionDecision; check: number; now: Date },
): Promise<{ after: SubscriptionTable; changed: boolean }> {
  const beganAt = before.beganAt ?? (isRunning(decision.status) ? now : null)
  const changes = { ...decision, beganAt }
  const changed = Object.entries(changes).some(
    ([field, value]) => plain(before[field as keyof SubscriptionTable]) !== plain(value),
  )
  const [after] = await tx
    .update(subscription)
    .set({
      ...changes,
      checkApplied: check,
      checkedAt: now,
      nextCheckAt: nextSubscriptionCheck({ ...before, ...changes }, now),
      updatedAt: changed ? now : sql`${subscription.updatedAt}`,
    })
    .where(eq(subscription.id, before.id))
    .returning()
  if (!after) throw new Error(`The subscription ${before.id} was not saved.`)
  return { after, changed }
}

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value)
