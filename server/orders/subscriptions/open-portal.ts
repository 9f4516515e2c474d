import { AppError } from '../../errors.ts'
import { ownerOf } from '../../organizations/owner-of.ts'
import type { ActorContext } from '../../service-context.ts'
import type { OrdersContext } from '../orders-context.ts'
import { paymentsOff } from '../payments/payment-failure.ts'
import { findCustomer } from './find-customer.ts'

/**
 * Where the actor looks after their card, invoices and subscription at the payment provider. Throws CONFLICT for who never
 * subscribed, SERVICE_UNAVAILABLE while the provider is away.
 */
export async function openPortal({
  payments,
  ...ctx
}: ActorContext & OrdersContext): Promise<{ url: string }> {
  if (!payments) throw paymentsOff()
  const customerId = await findCustomer({ ...ctx, payments }, ownerOf(ctx))
  if (customerId !== null) return payments.createPortal(customerId)
  throw new AppError('CONFLICT', 'You have not subscribed yet, so there is nothing to look after.', {
    reason: { kind: 'not-subscribed' },
  })
}
