/** Leads to the payment provider's page, or on to `otherwise` where there is nothing to pay any more. */
export function goToPay(payUrl: string | null, otherwise: () => unknown): unknown {
  if (payUrl === null) return otherwise()
  window.location.assign(payUrl)
  return undefined
}
