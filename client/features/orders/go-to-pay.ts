import type { PayableOrder } from '#shared/orders/orders.ts'

/** Leads to the payment page, or to the order's own where there is nothing to pay any more. */
export function goToPay({ order, payUrl }: PayableOrder, toOrder: (id: string) => unknown): unknown {
  if (payUrl === null) return toOrder(order.id)
  window.location.assign(payUrl)
  return undefined
}
