import type { Page } from '@playwright/test'
import { brand } from '#product/brand.ts'
import { expectAccessible } from './accessible.ts'
import { expect, test } from './gatehouse.ts'
import { admin, createFirstAdmin, expectHome, expectOverview, navigateTo, submitPerson } from './steps.ts'

const outside = {
  '/login': 'Sign in',
  '/register': 'Register',
  '/verify-email': 'Check your mail',
  '/forgot-password': 'Reset your password',
  '/reset-password?token=none': 'Choose a new password',
}
// The other pages inside are looked at on the way of their own tests.
const inside = {
  '/dashboard': 'Overview',
  '/unauthorized': 'Not for your role',
  '/dev/mail': 'Outbox',
}

async function visit(page: Page, pages: Record<string, string>): Promise<void> {
  for (const [path, heading] of Object.entries(pages)) {
    await test.step(path, async () => {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
      await expectAccessible(page)
    })
  }
}

test('every page outside can be used by everybody', { tag: '@phone' }, async ({ gatehouse, page, watch }) => {
  await visit(page, { [gatehouse.setupLink]: `Set up ${brand.name}`, ...outside })
  watch.expectMessage(/status of 404/)
  await visit(page, { '/nothing-here': 'There is nothing here' })

  await test.step('a form with errors', async () => {
    await page.goto('/register')
    await submitPerson(page, { name: '', email: 'no-address', password: 'short' }, 'Create account')
    await expect(page.getByText('At least 8 characters.')).toBeVisible()
    await expectAccessible(page)
  })
})

test('the overview, the pages beside the app and the account menu can be used by everybody', {
  tag: '@phone',
}, async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await visit(page, inside)
  await test.step('the account menu', async () => {
    await page.goto('/dashboard')
    await page.getByRole('button', { name: `Account menu of ${admin.name}` }).click()
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
    await expectAccessible(page)
  })
})

test('somebody without a mouse signs in, opens the users and signs out', { tag: '@phone' }, async ({
  gatehouse,
  page,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/dashboard')
  await expectOverview(page, admin)
  const press = async (name: string, role: 'button' | 'link') => {
    const target = page.getByRole(role, { name, exact: true })
    await tabTo(page, async () => target.evaluate((element) => element === document.activeElement))
    await page.keyboard.press('Enter')
  }
  const menu = page.getByRole('button', { name: 'Open the menu' })
  if (await menu.isVisible()) await press('Open the menu', 'button')
  await press('Users', 'link')
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()
  await press(admin.name, 'link')
  await expect(page.getByRole('heading', { level: 1, name: admin.name })).toBeVisible()
  await press(`Account menu of ${admin.name}`, 'button')
  await press('Sign out', 'button')
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()

  await tabTo(page, () => page.getByLabel('E-mail').evaluate((element) => element === document.activeElement))
  await page.keyboard.type(admin.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(admin.password)
  await page.keyboard.press('Enter')
  await expectHome(page, admin)
  await navigateTo(page, 'Limits')
})

async function tabTo(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs += 1) {
    if (await isThere()) return
    await page.keyboard.press('Tab')
  }
  throw new Error('The Tab key does not lead there.')
}
