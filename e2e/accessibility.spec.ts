import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './gatehouse.ts'
import { admin, expectOverview, navigateTo, setUp, submitPerson } from './steps.ts'

const schemes = ['light', 'dark'] as const
const outside = {
  '/login': 'Sign in',
  '/register': 'Register',
  '/verify-email': 'Check your mail',
  '/forgot-password': 'Reset your password',
  '/reset-password?token=none': 'Choose a new password',
  '/unauthorized': 'Not for your role',
}
const inside = {
  '/dashboard': 'Overview',
  '/account/profile': 'Profile',
  '/admin/users': 'Users',
  '/admin/limits': 'Limits',
  '/dev/mail': 'Outbox',
  '/api/auth/docs': 'Authentication API',
}

async function expectAccessible(page: Page, exceptRules: string[] = []): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  const { violations } = await new AxeBuilder({ page }).disableRules(exceptRules).analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${page.url()} ${id} ${target}: ${failureSummary}`),
  )
  expect(found).toEqual([])
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overhang, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0)
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

for (const colorScheme of schemes) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('every page outside can be used by everybody', async ({ gatehouse, page, watch }) => {
      await visit(page, { [gatehouse.setupLink]: 'Set up Gatehouse', ...outside })
      watch.expectMessage(/status of 404/)
      await visit(page, { '/nothing-here': 'There is nothing here' })

      await test.step('a form with errors', async () => {
        await page.goto('/register')
        await submitPerson(page, { name: '', email: 'no-address', password: 'short' }, 'Create account')
        await expect(page.getByText('At least 8 characters.')).toBeVisible()
        await expectAccessible(page)
      })
    })

    test('every page inside can be used by everybody', async ({ gatehouse, page }) => {
      await setUp(page, gatehouse.setupLink)
      await visit(page, inside)

      await test.step('one user', async () => {
        await page.goto('/admin/users')
        await page.getByRole('link', { name: admin.name }).click()
        await expect(page.getByRole('heading', { level: 1, name: admin.name })).toBeVisible()
        await expectAccessible(page)
      })
      await test.step('the account menu', async () => {
        await page.getByRole('button', { name: `Account menu of ${admin.name}` }).click()
        await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
        await expectAccessible(page)
      })
      await test.step('a dialog', async () => {
        await page.goto('/account/profile')
        await page.getByRole('button', { name: 'Delete account' }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        // axe takes the dialog's <header> for a second banner; inside a <section> it is none.
        await expectAccessible(page, ['landmark-no-duplicate-banner', 'landmark-unique'])
      })
    })
  })
}

test('somebody without a mouse signs in, opens the users and signs out', async ({ gatehouse, page }) => {
  await setUp(page, gatehouse.setupLink)
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
  await expectOverview(page, admin)
  await navigateTo(page, 'Limits')
})

async function tabTo(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs += 1) {
    if (await isThere()) return
    await page.keyboard.press('Tab')
  }
  throw new Error('The Tab key does not lead there.')
}
