import { eq } from 'drizzle-orm'
import { organization, type SubscriptionTable, type UserTable, user } from '#drizzle/schema/index.ts'
import { isRunning } from '#shared/orders/subscription-statuses.ts'
import { beginMonth, moveAnchor } from '../../credits/begin-month.ts'
import type { HeldBalance } from '../../credits/held-balance.ts'
import type { Database } from '../../database/database.ts'
import { applyPlan, isSamePlan, keepPlan, type PlanState, recordPlan } from '../../owners/set-plan.ts'
import type { ServiceContext } from '../../service-context.ts'
import type { ProviderSubscription } from '../payments/subscription-payments.ts'
import type { SubscriptionDecision } from './decide-subscription.ts'

/** Whose own an owner is; null for one of many, and once they were erased. `gone`: nobody should be billed for them. */
export async function findPerson(
  db: Database,
  ownerId: string,
): Promise<{ person: UserTable | null; gone: boolean }> {
  const [found] = await db
    .select({ person: user, name: organization.name })
    .from(organization)
    .leftJoin(user, eq(user.id, organization.personalUserId))
    .where(eq(organization.id, ownerId))
  const person = found?.person ?? null
  return { person, gone: person === null ? found?.name === '' : person.deletedAt !== null }
}

/**
 * Gives the owner of a subscription, whose balance the transaction holds, the plan that it is decided to be, until it is
 * going to end; the free one once it does not run any more. When it begins, so does a month of theirs.
 */
export async function writeSubscribedPlan(
  ctx: ServiceContext,
  held: HeldBalance,
  {
    before,
    decision,
    said,
    person,
  }: {
    before: SubscriptionTable
    decision: SubscriptionDecision
    said: ProviderSubscription | null
    person: UserTable | null
  },
): Promise<void> {
  const runs = isRunning(decision.status)
  // What somebody has who does not subscribe any more, or not yet, is not this one's.
  if (!runs && !isRunning(before.status)) return
  const { ownerId } = before
  const { row, now } = held
  const isOver = !runs || (decision.cancelAt !== null && decision.cancelAt <= now)
  const was: PlanState = { plan: row.plan, until: row.planUntil }
  const is: PlanState = isOver
    ? { plan: 'free', until: null }
    : { plan: decision.plan, until: decision.cancelAt }
  if (runs && said && before.beganAt === null) {
    const { anchor, periodStart: from } = said
    await beginMonth(ctx, await keepPlan(ctx, ownerId, is), { anchor, from })
  } else {
    if (runs && said) await moveAnchor(ctx, held, said.anchor)
    if (!isSamePlan(was, is)) await applyPlan(ctx, ownerId, is)
  }
  if (person && !isSamePlan(was, is)) await recordPlan(ctx, person, { before: was, after: is })
}
