import type { Page } from '@playwright/test'
import { post } from '#e2e/steps.ts'
import type { TestStripe } from '#test/stripe/stripe-server.ts'

/** What somebody buys: the product, and what becomes of the order. */
const orders = [
  { product: 'small', becomes: 'refunded' },
  { product: 'medium', becomes: 'paid' },
  { product: 'large', becomes: 'partly refunded' },
  { product: 'small', becomes: 'paid' },
  { product: 'medium', becomes: 'open' },
  { product: 'small', becomes: 'paid' },
] as const

/** Buys in the name of one browser's person, and refunds in the name of the admin's, so that there is something to see. */
export async function buyAndRefund(buyer: Page, admin: Page, stripe: TestStripe): Promise<void> {
  for (const [index, { product, becomes }] of orders.entries()) {
    const { result } = await post<{ result: { data: { order: { id: string; amount: number } } } }>(
      buyer,
      '/trpc/orders.create',
      { product, intentKey: `demo-${index}` },
    )
    const { id, amount } = result.data.order
    if (becomes === 'open') continue
    const session = [...stripe.sessions.values()].find(
      ({ client_reference_id }) => client_reference_id === id,
    )
    stripe.pay(session?.id ?? '')
    await post(buyer, '/trpc/orders.refresh', { id })
    if (becomes === 'paid') continue
    const part = becomes === 'refunded' ? amount : Math.round(amount / 4)
    await post(admin, '/trpc/orders.refund', { id, amount: part, reason: 'Bought by mistake', key: id })
  }
}

/** Gives credits to people, in the admin's name. */
export async function giveCredits(admin: Page, people: string[]): Promise<void> {
  for (const [index, userId] of people.entries())
    await post(admin, '/trpc/credits.grant', {
      userId,
      credits: 40 * (index + 3) ** 2,
      reason: 'Welcome credits',
      key: `demo-${index}`,
      expiresAt: null,
    })
}
