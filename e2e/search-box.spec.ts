import { expect, test } from './gatehouse.ts'
import { createAccount, createFirstAdmin, newcomer } from './steps.ts'

test('the search box keeps every letter, however fast it is typed, and follows the address', async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  await page.goto('/admin/users')
  const box = page.getByRole('searchbox')
  const somebody = page.getByRole('link', { name: newcomer.name })
  const admin = page.getByRole('link', { name: 'Grace Hopper' })
  await expect(admin).toBeVisible()
  for (const gapMs of [5, 60, 130]) {
    await box.fill('')
    await expect(admin).toBeVisible()
    await box.pressSequentially('lovelace', { delay: gapMs })
    await expect(page).toHaveURL(/search=lovelace$/)
    await expect(box).toHaveValue('lovelace')
    await expect(somebody).toBeVisible()
    await expect(admin).toBeHidden()
  }
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(box).toHaveValue('')
  await expect(admin).toBeVisible()
  await expect(page).toHaveURL(/\/admin\/users$/)
  await page.goto('/admin/users?search=ada')
  await expect(box).toHaveValue('ada')
  await page.goto('/admin/users?search=grace')
  await page.goBack()
  await expect(box).toHaveValue('ada')
})
