import type { Page } from '@playwright/test'
import type { TestStripe } from '#test/stripe/stripe-server.ts'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog, press } from './dialogs.ts'
import { test as base, expect } from './gatehouse.ts'
import { createAccount, createFirstAdmin, newcomer, post } from './steps.ts'
import { test } from './with-stripe.ts'

const checkout = /^https:\/\/checkout\.stripe\.test\/c\/pay\//

/** What the payment page does with the next that come: they pay, or leave it again. */
async function atCheckout(
  page: Page,
  { stripe, origin, does }: { stripe: TestStripe; origin: string; does: 'pay' | 'leave' },
): Promise<void> {
  await page.unroute(checkout)
  await page.route(checkout, async (route) => {
    const session = stripe.session(new URL(route.request().url()).pathname.split('/').at(-1) ?? '')
    if (does === 'pay') stripe.pay(session.id)
    await route.fulfill({
      status: 302,
      headers: { location: `${origin}/account/orders/${session.client_reference_id}` },
    })
  })
}

test('a pack is bought after a first try was left, looked after in the console, and refunded', {
  tag: '@phone',
}, async ({ gatehouse, stripe, page, secondPage, secondWatch }) => {
  secondWatch.expectMessage(/a request to https:\/\/checkout\.stripe\.test/)
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)

  await test.step('nothing was bought yet, on neither side', async () => {
    await secondPage.goto('/account/orders')
    await expect(secondPage.getByText('No orders yet')).toBeVisible()
    await expect(secondPage.getByText('€5.00')).toBeVisible()
    await expectAccessible(secondPage)
    await page.goto('/admin/orders')
    await expect(page.getByText('No orders yet')).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('who leaves the payment page finds the order, with the way back to it', async () => {
    await atCheckout(secondPage, { stripe, origin: gatehouse.url, does: 'leave' })
    await press(secondPage, 'Buy 100 credits')
    await expect(secondPage.getByText('This order is not paid yet')).toBeVisible()
    await expectAccessible(secondPage)
  })
  await test.step('paid, it is theirs', async () => {
    await atCheckout(secondPage, { stripe, origin: gatehouse.url, does: 'pay' })
    await secondPage.getByRole('link', { name: 'Pay now' }).click()
    await expect(secondPage.getByText('100 credits were added to what you have.')).toBeVisible()
    await expectAccessible(secondPage)
    await secondPage.getByRole('link', { name: 'See credits' }).click()
    await expect(secondPage.getByText('Bought').first()).toBeVisible()
  })
  await test.step('the console lists it by itself, finds it, and takes all along as a file', async () => {
    const row = page.getByRole('row').or(page.getByRole('listitem')).filter({ hasText: 'Order 1' })
    await expect(row).toContainText('Paid')
    await page.getByRole('combobox', { name: 'Status' }).selectOption('Not paid yet')
    await expect(page.getByText('No order matches')).toBeVisible()
    await page.getByRole('combobox', { name: 'Status' }).selectOption('Paid')
    await expect(row).toContainText('€5.00')
    const download = page.waitForEvent('download')
    await press(page, 'Export')
    expect((await download).suggestedFilename()).toMatch(/^orders-.*\.csv$/)
    await expectAccessible(page)
    await page.goto('/admin')
    await expect(page.getByText('Sold in 7 days').locator('..')).toContainText('€5.00')
    await expectAccessible(page)
    await page.goto('/admin/orders')
    await row.getByRole('link', { name: 'Order 1' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Order 1' })).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('a part is refunded once the form has all that it needs, and the buyer sees it', async () => {
    await press(page, 'Refund…')
    await dialogOf(page).getByLabel('Amount').fill('5,00')
    await confirm(page, 'Refund')
    for (const field of ['Amount', 'Reason'])
      await expect(dialogOf(page).getByLabel(field)).toHaveAttribute('aria-invalid', 'true')
    await expectAccessibleDialog(page)
    await dialogOf(page).getByLabel('Amount').fill('2')
    await dialogOf(page).getByLabel('Reason').fill('It was late')
    await confirm(page, 'Refund')
    await expect(page.getByText('Partly refunded')).toBeVisible()
    await expect(page.getByText('€2.00')).toBeVisible()
    await secondPage.goto('/account/orders')
    const mine = secondPage
      .getByRole('row')
      .or(secondPage.getByRole('listitem'))
      .filter({ hasText: 'Order 1' })
    await expect(mine).toContainText('Partly refunded')
    await secondPage.goto('/account/credits')
    await expect(
      secondPage.getByRole('term').getByText('Available', { exact: true }).locator('..'),
    ).toContainText('60')
  })
})

test.describe('where calls cost credits', () => {
  test.use({ paid: true })
  test('a pack is bought and spent, another one is bought, and what is left of it refunded', {
    tag: '@phone',
  }, async ({ gatehouse, stripe, page, secondPage, secondWatch }) => {
    secondWatch.expectMessage(/a request to https:\/\/checkout\.stripe\.test/)
    secondWatch.expectMessage(/status of 402/)
    await createFirstAdmin(page, gatehouse.setupLink)
    await createAccount(secondPage, newcomer)
    const buy = async () => {
      await secondPage.goto('/account/orders')
      await atCheckout(secondPage, { stripe, origin: gatehouse.url, does: 'pay' })
      await press(secondPage, 'Buy 100 credits')
      await expect(secondPage.getByText('100 credits were added to what you have.')).toBeVisible()
    }
    const rename = async (name: string) => {
      await secondPage.goto('/account/profile')
      await secondPage.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
      await press(secondPage, 'Save')
    }
    const available = secondPage.getByRole('term').getByText('Available', { exact: true }).locator('..')

    await test.step('bought, and spent but for the last call', async () => {
      await buy()
      for (let call = 1; call < 20; call += 1)
        await post(secondPage, '/trpc/users.updateMe', { name: `Ada the ${call}.` })
      await rename('Ada the last')
      await expect(secondPage.getByText('Saved')).toBeVisible()
    })
    await test.step('used up, the next call is refused', async () => {
      await rename('Countess')
      await expect(secondPage.getByText('This takes 5 credits, and 0 are left.')).toBeVisible()
      await secondPage.goto('/account/credits')
      await expect(available).toContainText('Available0')
    })
    await test.step('bought again, it works again', async () => {
      await buy()
      await rename('Countess')
      await expect(secondPage.getByText('Saved')).toBeVisible()
    })
    await test.step('what is left of the second is refunded', async () => {
      await page.goto('/admin/orders')
      const row = page.getByRole('row').or(page.getByRole('listitem'))
      await row.filter({ hasText: 'Order 2' }).getByRole('link', { name: 'Order 2' }).click()
      await press(page, 'Refund…')
      await expect(dialogOf(page).getByLabel('Amount')).toHaveValue('4.75')
      await dialogOf(page).getByLabel('Reason').fill('No longer needed')
      await confirm(page, 'Refund')
      await expect(page.getByText('Partly refunded')).toBeVisible()
      await secondPage.goto('/account/credits')
      await expect(available).toContainText('Available0')
      await expect(
        secondPage.getByRole('row').or(secondPage.getByRole('listitem')).filter({ hasText: '-95' }),
      ).toContainText('Taken back with a refund')
    })
  })
})

base('without a payment provider both sides say that nothing can be bought', async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/account/orders')
  await expect(page.getByText('Nothing can be bought here at the moment.')).toBeVisible()
  await page.goto('/admin/orders')
  await expect(page.getByText('set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET')).toBeVisible()
})
