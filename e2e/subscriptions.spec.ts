import type { Locator, Page } from '@playwright/test'
import { passMonthOf } from '#test/stripe/pass-month.ts'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog, press } from './dialogs.ts'
import { expect } from './gatehouse.ts'
import { createAccount, createFirstAdmin, findUserId, newcomer } from './steps.ts'
import { test } from './with-stripe.ts'

const section = (page: Page, name: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) })
/** A plan among those to choose from. */
const plan = (page: Page, name: string): Locator =>
  section(page, 'Plan')
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${name}`) })
const expectAvailable = (page: Page, shown: string) =>
  expect(page.getByRole('term').getByText('Available', { exact: true }).locator('..')).toHaveText(
    new RegExp(`^Available${shown}\\D`),
  )
/** Presses buttons of pages that the payment provider hosts, one after the other. */
async function pressThere(page: Page, ...buttons: string[]): Promise<void> {
  for (const button of buttons) await page.getByRole('button', { name: button, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Credits' })).toBeVisible()
}

test('a plan is subscribed to after a first try was left, changed, renewed, cancelled, kept, and ends', {
  tag: '@phone',
}, async ({ gatehouse, stripe, sharedServer, page, watch, secondPage, secondWatch }) => {
  // The pages that the payment provider hosts.
  secondWatch.expectMessage(/a request to http:\/\/127\.0\.0\.1:\d+\/[cp]\//)
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  const ownerId = await findUserId(page, newcomer.email)
  const atStripe = () => {
    const [own] = [...stripe.subscriptions.values()].filter(({ status }) => status !== 'canceled')
    if (!own) throw new Error('Nobody has subscribed.')
    return own
  }
  /** A month passes, and what the provider makes of it is told. */
  const passMonth = async (does: (id: string) => unknown) => {
    const { id: stripeId } = atStripe()
    await sharedServer.execute(passMonthOf(stripe, { ownerId, stripeId }))
    await tell(() => does(stripeId))
  }
  const tell = async (does: () => unknown) => {
    does()
    const event = stripe.events.at(-1)
    if (event) expect(await stripe.deliver(gatehouse.url, event)).toBe(200)
  }

  await test.step('what there is to choose from, before there is anything else', async () => {
    await secondPage.goto('/account/credits')
    await expect(secondPage.getByText('No credits yet')).toBeVisible()
    await expect(plan(secondPage, 'Free')).toContainText('Your plan')
    await expect(plan(secondPage, 'Pro')).toContainText('€9.00 a month')
    await expect(plan(secondPage, 'Business')).toContainText('5,000 credits a month')
    await expectAccessible(secondPage)
  })
  await test.step('who leaves the payment page finds that nothing was charged', async () => {
    await press(secondPage, 'Subscribe to Business')
    await pressThere(secondPage, 'Leave')
    await expect(secondPage.getByText('Business is not paid yet')).toBeVisible()
    await expectAccessible(secondPage)
  })
  await test.step('an address that names nobody’s subscription is forgotten', async () => {
    secondWatch.expectMessage(/status of 404/)
    await secondPage.goto('/account/credits?subscription=nobodys')
    await expect(secondPage).not.toHaveURL(/subscription=/)
    await expect(secondPage.getByText('Business is not paid yet')).toBeVisible()
  })
  await test.step('paid, it is being confirmed as long as the provider does not answer', async () => {
    secondWatch.expectMessage(/status of 503/)
    await press(secondPage, 'Subscribe to Pro')
    await expect(secondPage.getByRole('button', { name: 'Pay', exact: true })).toBeVisible()
    stripe.outage = () => 500
    await pressThere(secondPage, 'Pay')
    await expect(secondPage.getByText('Your subscription is being confirmed')).toBeVisible()
    await expect(secondPage.getByRole('button', { name: 'Subscribe to Business' })).toBeDisabled()
    await expectAccessible(secondPage)
  })
  await test.step('confirmed, plan and credits are theirs', async () => {
    stripe.outage = null
    await expect(plan(secondPage, 'Pro')).toContainText('Active')
    await expect(plan(secondPage, 'Pro')).toContainText('Renews on')
    await expect(secondPage.getByText('Pro is yours now')).toBeVisible()
    await expectAvailable(secondPage, '1,000')
    await expect(secondPage).not.toHaveURL(/subscription=/)
    await expectAccessible(secondPage)
  })
  await test.step('a dearer plan says what it costs, is refused with the card, and counts at once with another', async () => {
    secondWatch.expectMessage(/status of 409/)
    stripe.declined.add(atStripe().customer)
    await press(secondPage, 'Change to Business')
    await expect(dialogOf(secondPage)).toContainText('€20.00, is charged now')
    await confirm(secondPage, 'Change to Business')
    await expect(dialogOf(secondPage)).toContainText('Your card was not charged')
    await expectAccessibleDialog(secondPage)
    stripe.declined.clear()
    await confirm(secondPage, 'Change to Business')
    await expect(secondPage.getByText('Business is yours now')).toBeVisible()
    await expect(plan(secondPage, 'Business')).toContainText('Active')
    await expectAvailable(secondPage, '5,000')
  })
  await test.step('a cheaper one begins with the next month, and can be taken back until then', async () => {
    await press(secondPage, 'Change to Pro')
    await expect(dialogOf(secondPage)).toContainText('You keep Business until then')
    await confirm(secondPage, 'Change to Pro')
    await expect(plan(secondPage, 'Pro')).toContainText('Begins on')
    await expectAccessible(secondPage)
    await press(secondPage, 'Keep Business')
    await expect(plan(secondPage, 'Pro')).not.toContainText('Begins on')
    await press(secondPage, 'Change to Pro')
    await confirm(secondPage, 'Change to Pro')
    await expect(plan(secondPage, 'Pro')).toContainText('Begins on')
  })
  await test.step('a month later it is the plan, with the credits of a new month', async () => {
    await passMonth(stripe.renew)
    await expect(plan(secondPage, 'Pro')).toContainText('Active')
    await expectAvailable(secondPage, '1,000')
  })
  await test.step('the console shows it, and gives no plan beside it', async () => {
    await page.goto(`/admin/users/${ownerId}?tab=credits`)
    const subscription = section(page, 'Subscription')
    await expect(subscription).toContainText('Active')
    await expect(subscription.getByRole('link', { name: 'Open at Stripe, in test mode' })).toHaveAttribute(
      'href',
      `https://dashboard.stripe.com/test/subscriptions/${atStripe().id}`,
    )
    await expectAccessible(page)
    watch.expectMessage(/status of 409/)
    await press(page, 'Set the plan…')
    await dialogOf(page).getByLabel('Plan').selectOption('Free')
    await dialogOf(page).getByLabel('Reason').fill('By mistake')
    await confirm(page, 'Set the plan')
    await expect(dialogOf(page)).toContainText('Their subscription decides the plan')
    await page.keyboard.press('Escape')
    await subscription.getByRole('link', { name: 'All that happened to it' }).click()
    await expect(page.getByText('Amount: €9.00 → €29.00')).toBeVisible()
  })
  await test.step('a payment that fails is said, until it is made', async () => {
    await passMonth((id) => stripe.renew(id, { paid: false }))
    await expect(secondPage.getByText('The last payment failed')).toBeVisible()
    await expect(plan(secondPage, 'Pro')).toContainText('Payment failed')
    await expectAccessible(secondPage)
    await tell(() => stripe.recover(atStripe().id))
    await expect(plan(secondPage, 'Pro')).toContainText('Renews on')
    await expect(secondPage.getByText('The last payment failed')).toHaveCount(0)
  })
  await test.step('cancelled where the payment is looked after, it says when it ends; kept, it renews', async () => {
    await press(secondPage, 'Manage payment')
    await pressThere(secondPage, 'Cancel subscription', 'Return')
    await expect(secondPage.getByText(/^Pro ends on /)).toBeVisible()
    await expect(secondPage).not.toHaveURL(/portal=/)
    await expectAccessible(secondPage)
    await press(secondPage, 'Manage payment')
    await pressThere(secondPage, 'Keep subscription', 'Return')
    await expect(plan(secondPage, 'Pro')).toContainText('Renews on')
    await press(secondPage, 'Manage payment')
    await pressThere(secondPage, 'Cancel subscription', 'Return')
    await expect(plan(secondPage, 'Pro')).toContainText('Ends on')
  })
  await test.step('ended, it is the free plan, and everything can be subscribed to again', async () => {
    await passMonth(stripe.renew)
    await expect(plan(secondPage, 'Free')).toContainText('Your plan')
    await expectAvailable(secondPage, '0')
    await expect(secondPage.getByRole('button', { name: 'Subscribe to Pro' })).toBeVisible()
    await expectAccessible(secondPage)
  })
})
