import { startStripeServer, type TestStripe } from '#test/stripe/stripe-server.ts'
import { test as base } from './gatehouse.ts'

/** A test of a server where everything that is on sale can be paid, at a stand-in for Stripe. */
export const test = base.extend<{ stripe: TestStripe }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it must make from here
  stripe: async ({}, use) => {
    const stripe = await startStripeServer()
    await use(stripe)
    await stripe.close()
  },
  environment: async ({ stripe: { config } }, use) =>
    use({
      STRIPE_SECRET_KEY: config.secretKey,
      STRIPE_WEBHOOK_SECRET: config.webhookSecrets.join(','),
      STRIPE_API_URL: config.apiUrl,
    }),
})
