import type { ActorContext } from '../../service-context.ts'
import type { OrdersContext } from '../orders-context.ts'
import { paymentsOff } from '../payments/payment-failure.ts'

/** Throws CONFLICT: no payment provider is asked about subscriptions yet. */
export async function openPortal(_ctx: ActorContext & OrdersContext): Promise<{ url: string }> {
  throw paymentsOff()
}
