import type { ChangeSubscriptionInput, SubscriptionView } from '#shared/orders/subscriptions.ts'
import type { ActorContext } from '../../service-context.ts'
import type { OrdersContext } from '../orders-context.ts'
import { paymentsOff } from '../payments/payment-failure.ts'

/** Throws CONFLICT: no payment provider is asked about subscriptions yet. */
export async function changeSubscription(
  _ctx: ActorContext & OrdersContext,
  _input: ChangeSubscriptionInput,
): Promise<SubscriptionView> {
  throw paymentsOff()
}
