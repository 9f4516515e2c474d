import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog, press } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import {
  createAccount,
  createFirstAdmin,
  createSession,
  findUserId,
  giveRole,
  navigateTo,
  newcomer,
  post,
} from './steps.ts'

/** A number above the ledger, with the word for it and what is said of it. */
const figure = (page: Page, name: string) =>
  page.getByRole('term').getByText(name, { exact: true }).locator('..')
const expectAvailable = (page: Page, shown: string) => expect(figure(page, 'Available')).toContainText(shown)
/** A row of the ledger, or a card of it on a phone. */
const entry = (page: Page, what: string) =>
  page.getByRole('row').or(page.getByRole('listitem')).filter({ hasText: what })

async function give(page: Page, { credits, reason }: { credits: string; reason: string }): Promise<void> {
  await press(page, 'Give credits…')
  await dialogOf(page).getByLabel('Credits').fill(credits)
  await dialogOf(page).getByLabel('Reason').fill(reason)
  await confirm(page, 'Give')
}

test('an admin gives credits and bounds their use, which their owner sees at once, and takes it back', {
  tag: '@phone',
}, async ({ gatehouse, page, secondPage }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  const userId = await findUserId(page, newcomer.email)

  await test.step('before there are any, both pages say so', async () => {
    await secondPage.goto('/account/credits')
    await expect(secondPage.getByText('No credits yet')).toBeVisible()
    await expectAccessible(secondPage)
    await page.goto(`/admin/users/${userId}?tab=credits`)
    await expect(page.getByText('Nothing is available.')).toBeVisible()
    await expect(page.getByText('Nothing yet')).toBeVisible()
  })
  await test.step('given, once the form has all that it needs', async () => {
    await press(page, 'Give credits…')
    await confirm(page, 'Give')
    for (const field of ['Credits', 'Reason'])
      await expect(dialogOf(page).getByLabel(field)).toHaveAttribute('aria-invalid', 'true')
    await expectAccessibleDialog(page)
    await page.keyboard.press('Escape')
    await expect(dialogOf(page)).toHaveCount(0)
    await give(page, { credits: '500', reason: 'For the outage' })
    await expectAvailable(page, '500')
    await expect(entry(page, '+500')).toContainText('Grace Hopper')
    await expectAccessible(page)
  })
  await test.step('their owner’s page has them by itself, without who gave them', async () => {
    await expectAvailable(secondPage, '500')
    await expect(entry(secondPage, '+500')).toContainText('Given')
    await expect(secondPage.getByText('Grace Hopper')).toHaveCount(0)
    await expect(secondPage.getByText('What you have at the moment.')).toBeVisible()
    await expect(
      secondPage.getByRole('button', { name: /^Subscribe/ }),
      'where nothing can be paid',
    ).toHaveCount(0)
    await expectAccessible(secondPage)
  })
  await test.step('what was given by mistake is taken back, and both ledgers say so', async () => {
    await give(page, { credits: '70', reason: 'Somebody else was meant' })
    await page.getByText('has 70 credits more').getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Taken back', { exact: true })).toBeVisible()
    await expectAvailable(page, '500')
    for (const side of [page, secondPage]) await expect(entry(side, '-70')).toContainText('Corrected')
    await expectAvailable(secondPage, '500')
  })
  await test.step('the month is bounded, and the plan decides again', async () => {
    await press(page, 'Set the bound…')
    await dialogOf(page).getByLabel('Bound').selectOption('So many credits')
    await dialogOf(page).getByLabel('Credits a month').fill('300')
    await dialogOf(page).getByLabel('Reason').fill('A trial')
    await confirm(page, 'Set the bound')
    await expect(page.getByText('Set by Grace Hopper')).toBeVisible()
    await expect(secondPage.getByText('0 of 300 spent')).toBeVisible()
    await press(page, 'Set the bound…')
    await dialogOf(page).getByLabel('Bound').selectOption('As the plan says')
    await dialogOf(page).getByLabel('Reason').fill('The trial is over')
    await confirm(page, 'Set the bound')
    await expect(page.getByText('As the plan says.')).toBeVisible()
    await expect(secondPage.getByText('0 of 300 spent')).toHaveCount(0)
  })
  await test.step('what the plan includes is set for one user, and is the plan’s again once that is removed', async () => {
    const monthly = page.getByRole('listitem').filter({ hasText: 'Credits a month' })
    await expect(monthly).toContainText('As the plan says.')
    await press(page, 'Set… Credits a month')
    await dialogOf(page).getByLabel('Value').fill('')
    await confirm(page, 'Set it')
    for (const field of ['Value', 'Reason'])
      await expect(dialogOf(page).getByLabel(field)).toHaveAttribute('aria-invalid', 'true')
    await dialogOf(page).getByLabel('Value').fill('250')
    await dialogOf(page).getByLabel('Ends').selectOption('In 30 days')
    await dialogOf(page).getByLabel('Reason').fill('A pilot')
    await confirm(page, 'Set it')
    await expect(monthly).toContainText('250')
    await expect(monthly).toContainText('Set by Grace Hopper, until')
    await press(page, 'Remove… Credits a month')
    await dialogOf(page).getByLabel('Reason').fill('The pilot is over')
    await confirm(page, 'Remove what was set')
    await expect(monthly).toContainText('As the plan says.')
    await page.getByText('is no longer set for').getByRole('button', { name: 'Undo' }).click()
    await expect(monthly).toContainText('A pilot')
  })
  await test.step('the ledger is narrowed in the address, and taken along as a file', async () => {
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('Corrected')
    await expect(page).toHaveURL(/kind=adjust/)
    await expect(entry(page, '+500')).toHaveCount(0)
    for (const { side, actor } of [
      { side: page, actor: true },
      { side: secondPage, actor: false },
    ]) {
      const download = side.waitForEvent('download')
      await press(side, 'Export')
      const file = await download
      expect(file.suggestedFilename()).toMatch(/^credits-.*\.csv$/)
      const csv = await readFile(await file.path(), 'utf8')
      expect(csv).toContain('"-70"')
      expect(csv.includes('"grant"'), 'what the filter leaves out').toBe(!actor)
      expect(csv.includes('Grace Hopper')).toBe(actor)
    }
  })
})

test('who may only read sees what a user has, and nothing to change it; others see no such tab', async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  await post(secondPage, '/api/auth/sign-up/email', {
    name: 'Charles Babbage',
    email: 'charles@example.com',
    password: 'mill-and-store-1837',
  })
  const userId = await findUserId(page, 'charles@example.com')
  const gift = { userId, credits: 40, reason: 'A test', key: 'gift' }
  await post(page, '/trpc/credits.grant', gift)
  const openAs = async (role: string) => {
    await giveRole(page, newcomer, role)
    await createSession(secondPage, newcomer)
    await secondPage.goto(`/admin/users/${userId}?tab=credits`)
    await expect(secondPage.getByRole('heading', { level: 1, name: 'Charles Babbage' })).toBeVisible()
  }
  await openAs('admin_ro')
  await expectAvailable(secondPage, '40')
  await expect(secondPage.getByRole('button', { name: /^(Give|Correct|Set)\b/ })).toHaveCount(0)
  await openAs('moderator')
  await expect(secondPage.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true')
  await expect(secondPage.getByRole('tab', { name: 'Credits' })).toHaveCount(0)
})

test('the console lists who has credits, in the order, search and filter of its address', {
  tag: '@phone',
}, async ({ gatehouse, page, secondPage }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  const charles = { name: 'Charles Babbage', email: 'charles@example.com', password: 'mill-and-store-1837' }
  await createAccount(secondPage, charles)
  const names = () => page.getByRole('link', { name: /^(Ada|Charles) / })

  await test.step('nobody at first', async () => {
    await page.goto('/admin')
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()
    await navigateTo(page, 'Balances')
    await expect(page).toHaveURL(/\/admin\/credits$/)
    await expect(page.getByText('Nobody has credits yet')).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('who is given some appears by itself, the most first', async () => {
    for (const [person, credits] of [
      [newcomer, 40],
      [charles, 500],
    ] as const) {
      const userId = await findUserId(page, person.email)
      await post(page, '/trpc/credits.grant', { userId, credits, reason: 'A test', key: person.email })
      await post(page, '/trpc/credits.setQuota', {
        userId,
        quota: credits === 40 ? 0 : 900,
        reason: 'A test',
      })
    }
    await expect(names()).toHaveText(['Charles Babbage', 'Ada Lovelace'])
    await expect(entry(page, 'Charles Babbage')).toContainText('of 900')
    await expectAccessible(page)
  })
  await test.step('sorted and narrowed, which a reload keeps', async () => {
    await page.goto('/admin/credits?sort=balance&direction=asc')
    await expect(names()).toHaveText(['Ada Lovelace', 'Charles Babbage'])
    await page.getByRole('combobox', { name: 'Bound' }).selectOption('Almost reached')
    await expect(names()).toHaveText(['Ada Lovelace'])
    await page.reload()
    await expect(names()).toHaveText(['Ada Lovelace'])
    await page.getByRole('searchbox').fill('babbage')
    await expect(page.getByText('Nobody matches')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).last().click()
    await expect(names()).toHaveCount(2)
  })
  await test.step('taken along as a file, in the same order', async () => {
    const download = page.waitForEvent('download')
    await press(page, 'Export')
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^balances-.*\.csv$/)
    expect(await readFile(await file.path(), 'utf8')).toMatch(
      /Ada Lovelace.*"40"[\s\S]*Charles Babbage.*"500"/,
    )
    await expect(page.getByText(/\d owners saved\./)).toBeVisible()
  })
  await test.step('each leads to all that there is of them', async () => {
    await names().first().click()
    await expect(page.getByRole('heading', { level: 1, name: 'Ada Lovelace' })).toBeVisible()
    await expectAvailable(page, '40')
  })
})
