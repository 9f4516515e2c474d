import {
  changeSubscriptionInput,
  createSubscriptionInput,
  refreshSubscriptionInput,
} from '#shared/orders/subscriptions.ts'
import { changeSubscription } from '../../orders/subscriptions/change-subscription.ts'
import { createSubscription } from '../../orders/subscriptions/create-subscription.ts'
import { getMySubscription, refreshMySubscription } from '../../orders/subscriptions/my-subscription.ts'
import { protectedProcedure, router } from '../procedures.ts'

export const subscriptionsRouter = router({
  /** Subscribes to a plan, and answers where to pay it. The same intent again answers the same subscription. */
  create: protectedProcedure
    .meta({ limit: 'order', whileImpersonating: false, rest: 'POST /api/me/subscription' })
    .input(createSubscriptionInput)
    .mutation(({ ctx, input }) => createSubscription(ctx, input)),
  /** Shows the subscription that runs, else one that waits to be paid; null without either. */
  mine: protectedProcedure
    .meta({ rest: 'GET /api/me/subscription' })
    .query(({ ctx }) => getMySubscription(ctx)),
  /** Asks the payment provider how one of my subscriptions stands. */
  refresh: protectedProcedure
    .meta({ limit: 'order-refresh', rest: 'POST /api/me/subscriptions/{id}/refresh' })
    .input(refreshSubscriptionInput)
    .mutation(({ ctx, input }) => refreshMySubscription(ctx, input)),
  /** Changes to another plan: to a dearer one at once, to a cheaper one from the end of the month on. */
  change: protectedProcedure
    .meta({ limit: 'order', whileImpersonating: false, rest: 'PATCH /api/me/subscription' })
    .input(changeSubscriptionInput)
    .mutation(({ ctx, input }) => changeSubscription(ctx, input)),
})
