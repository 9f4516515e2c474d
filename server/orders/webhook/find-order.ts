import { eq } from 'drizzle-orm'
import { order } from '#drizzle/schema/index.ts'
import type { FollowContext } from '../orders-context.ts'

/** The order that a session or a payment belongs to; null for one of somebody else. Throws SERVICE_UNAVAILABLE. */
export async function findOrder({ db, payments }: FollowContext, objectId: string): Promise<string | null> {
  const find = async (which: ReturnType<typeof eq>) => {
    const [found] = await db.select({ id: order.id }).from(order).where(which)
    return found?.id ?? null
  }
  if (objectId.startsWith('cs_')) return find(eq(order.stripeSessionId, objectId))
  const known = await find(eq(order.stripePaymentIntentId, objectId))
  if (known !== null) return known
  // Told before we heard that it was paid.
  const sessionId = await payments.findSession(objectId)
  return sessionId && find(eq(order.stripeSessionId, sessionId))
}
