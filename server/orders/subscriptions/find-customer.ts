import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { subscription } from '#drizzle/schema/index.ts'
import type { FollowContext } from '../orders-context.ts'

/** As whom an owner pays at the provider, since their last subscription; null for who never did. */
export async function findCustomer(
  { db, payments }: Pick<FollowContext, 'db' | 'payments'>,
  ownerId: string,
): Promise<string | null> {
  const isKnown = and(isNotNull(subscription.stripeSubscriptionId), isNotNull(subscription.stripeCustomerId))
  const [last] = await db
    .select({ customerId: subscription.stripeCustomerId })
    .from(subscription)
    .where(and(eq(subscription.ownerId, ownerId), eq(subscription.liveMode, payments.liveMode), isKnown))
    .orderBy(desc(subscription.createdAt), desc(subscription.id))
    .limit(1)
  return last?.customerId ?? null
}
