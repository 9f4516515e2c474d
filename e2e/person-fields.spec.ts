import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { dialogOf, press } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import { createFirstAdmin, expectOverview, newcomer, submitPerson } from './steps.ts'

test.use({ fields: true })

/** Forgets who is signed in, on no page of ours: one that is open might ask just then. */
async function leave(page: Page): Promise<void> {
  await page.goto('about:blank')
  await page.context().clearCookies()
}

test("a product's own fields are filled in at registration, on the profile and by staff", {
  tag: '@phone',
}, async ({ gatehouse, page, isMobile, watch }) => {
  watch.expectMessage(/status of 400/)
  await createFirstAdmin(page, gatehouse.setupLink)
  const admin = await page.context().storageState()
  await leave(page)

  await test.step('registration asks for them, and says at the field what is missing', async () => {
    await page.goto('/register')
    await expect(page.getByLabel('Seats')).toHaveCount(0)
    await submitPerson(page, newcomer, 'Create account')
    const company = page.getByRole('textbox', { name: 'Company' })
    await expect(company).toHaveAccessibleDescription('Required.')
    await expect(company).toBeFocused()
    await expectAccessible(page)
    await company.fill('Engines')
    await page.getByRole('combobox', { name: 'Size' }).selectOption('Large')
    await press(page, 'Create account')
    await expectOverview(page, newcomer)
  })
  await test.step('the person changes their own, and reads that of staff', async () => {
    await page.goto('/account/profile')
    const company = page.getByRole('textbox', { name: 'Company' })
    await expect(company).toHaveValue('Engines')
    await expect(page.getByRole('textbox', { name: 'Seats' })).toBeDisabled()
    const save = page.locator('form').filter({ has: company }).getByRole('button', { name: 'Save' })
    await company.fill('a'.repeat(21))
    await save.click()
    await expect(company).toHaveAccessibleDescription('At most 20 characters.')
    await expectAccessible(page)
    await company.fill(' Looms ')
    await page.getByRole('combobox', { name: 'Size' }).selectOption('–')
    await save.click()
    await expect(page.getByText('Saved')).toBeVisible()
    await expect(company).toHaveValue('Looms')
    await page.reload()
    await expect(company).toHaveValue('Looms')
    await expect(page.getByRole('combobox', { name: 'Size' })).toHaveValue('')
  })
  await test.step('staff see them in the list, change them on the page, and take it back', async () => {
    await leave(page)
    await page.context().addCookies(admin.cookies)
    await page.goto('/admin/users')
    if (!isMobile) {
      await press(page, 'Columns')
      await page.getByRole('checkbox', { name: 'Company' }).check()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('row', { name: newcomer.name }).getByText('Looms')).toBeVisible()
    }
    await page.getByRole('link', { name: newcomer.name }).click()
    await press(page, 'Edit details…')
    await dialogOf(page).getByRole('textbox', { name: 'Seats' }).fill('9')
    await press(page, 'Save')
    const details = page.getByRole('main').locator('dl').filter({ hasText: 'Company' })
    await expect(details).toContainText('Seats9')
    await press(page, 'Undo')
    await expect(details).toContainText('Seats1')
  })
})
