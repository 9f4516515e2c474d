import { eq } from 'drizzle-orm'
import { subscription } from '#drizzle/schema/index.ts'
import type { FollowContext } from '../orders-context.ts'

/** Ours that a session or a subscription of the provider belongs to; null for one of somebody else. Throws SERVICE_UNAVAILABLE. */
export async function findSubscription(
  { db, payments }: FollowContext,
  objectId: string,
): Promise<string | null> {
  const find = async (which: ReturnType<typeof eq>) => {
    const [found] = await db.select({ id: subscription.id }).from(subscription).where(which)
    return found?.id ?? null
  }
  if (objectId.startsWith('cs_')) return find(eq(subscription.stripeSessionId, objectId))
  if (!objectId.startsWith('sub_')) return null
  const known = await find(eq(subscription.stripeSubscriptionId, objectId))
  if (known !== null) return known
  // Told before we heard that it was paid.
  const id = await payments.findSubscription(objectId)
  return id && find(eq(subscription.id, id))
}
