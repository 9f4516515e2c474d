import { eq, sql } from 'drizzle-orm'
import { order } from '#drizzle/schema/index.ts'
import type { OrderAct, ResolveOrderInput } from '#shared/orders/orders.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { ActorContext } from '../service-context.ts'
import { actOnOrder } from './act-on-order.ts'
import { auditedOrder } from './follow/record-change.ts'
import { tellOrder } from './follow/tell-order.ts'
import { readAdminOrder } from './refund-order.ts'

/**
 * Notes that a person has looked at what is wrong with an order; what comes to be wrong later is shown again. Throws as
 * `actOnOrder` does.
 */
export async function resolveOrder(ctx: ActorContext, { id, note }: ResolveOrderInput): Promise<OrderAct> {
  const auditId = await actOnOrder(ctx, id, async (inside, { attention, ...held }) => {
    if (attention === null) return null
    await inside.db
      .update(order)
      .set({
        attention: null,
        resolved: [...held.resolved, attention].slice(-maxResolved),
        nextCheckAt: sql`now()`,
      })
      .where(eq(order.id, id))
    await tellOrder(inside.db, held)
    return recordAudit(inside, {
      action: 'order.resolve',
      subject: auditedOrder({ ...held, attention }),
      before: { attention },
      after: { attention: null, reason: note },
    })
  })
  return { auditId, order: await readAdminOrder(ctx, id) }
}

const maxResolved = 20
