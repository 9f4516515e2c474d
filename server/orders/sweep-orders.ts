import { order } from '#drizzle/schema/index.ts'
import { followOrder } from './follow/follow-order.ts'
import { followDue } from './follow-due.ts'
import type { FollowContext } from './orders-context.ts'

/**
 * Follows the orders that have not been looked at for long enough: a webhook that never came, a refund that was not
 * finished. Returns how many; ends early and throws as `followDue` does.
 */
export const sweepOrders = (ctx: FollowContext): Promise<number> => followDue(ctx, order, followOrder)
