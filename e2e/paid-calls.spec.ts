import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, press } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import { createAccount, createFirstAdmin, findUserId, newcomer, post } from './steps.ts'

test.use({ paid: true })

const refusal = (available: number) =>
  `This takes 5 credits, and ${available} are left. Your credits page says when more come.`

async function rename(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await press(page, 'Save')
}

async function give(page: Page, credits: string): Promise<void> {
  await press(page, 'Give credits…')
  await dialogOf(page).getByLabel('Credits').fill(credits)
  await dialogOf(page).getByLabel('Reason').fill('They ran out')
  await confirm(page, 'Give')
  await expect(dialogOf(page)).toHaveCount(0)
}

test('who spends their last credits reads why it is refused, and goes on once they are given some', {
  tag: '@phone',
}, async ({ gatehouse, page, secondPage, secondWatch }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  const userId = await findUserId(page, newcomer.email)
  await post(page, '/trpc/credits.grant', { userId, credits: 7, reason: 'To begin with', key: 'first' })
  await page.goto(`/admin/users/${userId}?tab=credits`)
  await secondPage.goto('/account/profile')

  await test.step('paid for while there are enough, refused and unchanged behind that', async () => {
    await rename(secondPage, 'Ada of Lovelace')
    await expect(secondPage.getByText('Saved')).toBeVisible()
    secondWatch.expectMessage(/status of 402/)
    await rename(secondPage, 'Countess')
    await expect(secondPage.getByText(refusal(2))).toBeVisible()
    await expectAccessible(secondPage)
    await secondPage.reload()
    await expect(secondPage.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue(
      'Ada of Lovelace',
    )
  })
  await test.step('what was given by mistake is taken back, and it is refused as before', async () => {
    await give(page, '100')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Taken back', { exact: true })).toBeVisible()
    await rename(secondPage, 'Countess')
    await expect(secondPage.getByText(refusal(2))).toBeVisible()
  })
  await test.step('given enough, it works again, and costs what it said', async () => {
    await give(page, '4')
    await rename(secondPage, 'Countess')
    await expect(secondPage.getByText('Saved')).toBeVisible()
    await secondPage.goto('/account/credits')
    const available = secondPage.getByRole('term').getByText('Available', { exact: true }).locator('..')
    await expect(available).toContainText('1')
    await expect(
      secondPage.getByRole('row').or(secondPage.getByRole('listitem')).filter({ hasText: '-5' }),
    ).toHaveCount(2)
  })
})
