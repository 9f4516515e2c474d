import type { CreateSubscriptionInput, PayableSubscription } from '#shared/orders/subscriptions.ts'
import type { ActorContext } from '../../service-context.ts'
import type { OrdersContext } from '../orders-context.ts'
import { paymentsOff } from '../payments/payment-failure.ts'

/** Throws CONFLICT: no payment provider is asked about subscriptions yet. */
export async function createSubscription(
  _ctx: ActorContext & OrdersContext,
  _input: CreateSubscriptionInput,
): Promise<PayableSubscription> {
  throw paymentsOff()
}
