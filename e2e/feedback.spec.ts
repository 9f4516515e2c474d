import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog, press } from './dialogs.ts'
import { expect, test, testOfProcess } from './gatehouse.ts'
import {
  admin,
  createAccount,
  createFirstAdmin,
  createSession,
  giveRole,
  newcomer,
  post,
  signOut,
} from './steps.ts'

const said = 'The list is slow.\n\n<b>Really</b>'

async function openDialog(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Account menu of ${name}` }).click()
  await page.getByRole('button', { name: 'Send feedback' }).click()
}
const field = (page: Page) => dialogOf(page).getByRole('textbox')
/** A row of the list, or a card of it on a phone. */
const message = (page: Page, what: string) =>
  page.getByRole('row').or(page.getByRole('listitem')).filter({ hasText: what })
const send = (page: Page, content: string) => post<{ id: string }>(page, '/trpc/feedback.send', { content })

test('feedback is sent from the account menu, and answered in the console', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)

  await test.step('before there is any, the list says how to get some', async () => {
    await page.goto('/admin/feedbacks')
    await expect(page).toHaveURL(/\/admin\/feedback$/)
    await expect(page.getByText('No feedback yet')).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('the dialog says what is missing, and keeps what was typed when it is closed', async () => {
    await secondPage.goto('/account/security')
    await openDialog(secondPage, newcomer.name)
    await confirm(secondPage, 'Send')
    await expect(field(secondPage)).toHaveAttribute('aria-invalid', 'true')
    await expectAccessibleDialog(secondPage)
    await field(secondPage).fill(said)
    await dialogOf(secondPage).getByRole('radio', { name: '4 stars' }).check({ force: true })
    await secondPage.keyboard.press('Escape')
    await expect(dialogOf(secondPage)).toHaveCount(0)
    await secondPage.reload()
    await openDialog(secondPage, newcomer.name)
    await expect(field(secondPage)).toHaveValue(said)
    await expect(dialogOf(secondPage).getByRole('radio', { name: '4 stars' })).toBeChecked()
  })
  await test.step('sent, it is in the list by itself, as it was typed', async () => {
    await confirm(secondPage, 'Send')
    await expect(secondPage.getByText('Your feedback was sent.')).toBeVisible()
    await expect(dialogOf(secondPage)).toHaveCount(0)
    await expect(message(page, '<b>Really</b>')).toContainText(newcomer.name)
    await expectAccessible(page)
  })
  await test.step('opened, answered with a note, and taken back', async () => {
    await message(page, 'The list is slow.').getByRole('link', { name: /slow/ }).click()
    await expect(dialogOf(page)).toContainText('<b>Really</b>')
    await expect(dialogOf(page).getByRole('link', { name: '/account/security' })).toBeVisible()
    await expectAccessibleDialog(page)
    await dialogOf(page).getByLabel('State').selectOption('Done')
    await dialogOf(page).getByLabel('Note').fill('Told them about the filters.')
    await confirm(page, 'Save')
    await expect(dialogOf(page)).toHaveCount(0)
    await expect(message(page, 'Told them about the filters.')).toContainText('Done')
    await press(page, 'Undo')
    await expect(message(page, 'The list is slow.')).toContainText('New')
  })
  await test.step('the sender opens it with nothing left of what was sent', async () => {
    await openDialog(secondPage, newcomer.name)
    await expect(field(secondPage)).toHaveValue('')
    await field(secondPage).fill('Not sent')
    await secondPage.keyboard.press('Escape')
    await signOut(secondPage, newcomer)
    const kept = await secondPage.evaluate(() => JSON.stringify(localStorage))
    expect(kept).not.toContain('Not sent')
  })
})

test('many messages are marked at once by a moderator without addresses, and taken back; the list is a file', async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  for (const content of ['First message', 'Second message', 'Third message']) await send(page, content)
  await giveRole(page, newcomer, 'moderator')
  // Another role ends the sessions.
  await createSession(secondPage, newcomer)
  await secondPage.goto('/admin/feedback')
  const link = secondPage.getByRole('link', { name: /Feedback ?3/ })
  await expect(link).toBeVisible()
  await expect(secondPage.getByText(admin.email)).toHaveCount(0)
  await expect(secondPage.getByRole('button', { name: 'Export' })).toHaveCount(0)

  await test.step('marked, with what came of each', async () => {
    await secondPage.getByRole('checkbox').first().check()
    await press(secondPage, 'Mark as spam')
    await expect(dialogOf(secondPage)).toContainText('Marked 3 messages')
    await expect(link).toHaveCount(0)
    await expectAccessibleDialog(secondPage)
  })
  await test.step('and taken back', async () => {
    await dialogOf(secondPage).getByRole('button', { name: 'Undo' }).click()
    await expect(dialogOf(secondPage)).toHaveCount(0)
    await expect(link).toBeVisible()
  })
  await test.step('one of them, with its undo', async () => {
    await message(secondPage, 'Second message').getByRole('checkbox').check()
    await press(secondPage, 'Mark as open')
    await expect(message(secondPage, 'Second message')).toContainText('Open')
    await expect(secondPage.getByRole('link', { name: /Feedback ?2/ })).toBeVisible()
  })
  await test.step('filters are in the address, and the file has what they leave', async () => {
    await page.goto('/admin/feedback?status=open')
    await expect(message(page, 'Second message')).toBeVisible()
    await expect(message(page, 'First message')).toHaveCount(0)
    const downloading = page.waitForEvent('download')
    await press(page, 'Export')
    const download = await downloading
    const csv = await readFile(await download.path(), 'utf8')
    expect(csv).toContain('"Second message"')
    expect(csv).not.toContain('First message')
  })
})

testOfProcess('what was typed survives an outage and is sent once', async ({ gatehouse, page, watch }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/dashboard')
  await openDialog(page, admin.name)
  await field(page).fill('Typed before the outage')
  watch.expectMessage(/net::ERR_CONNECTION_REFUSED/)
  watch.allowMessage(/net::ERR_CONNECTION_RESET/)
  watch.allowMessage(/status of 503/)
  await gatehouse.stop()
  await confirm(page, 'Send')
  await expect(dialogOf(page).getByText(/does not answer/)).toBeVisible()
  await gatehouse.start()
  await page.goto('/dashboard')
  await openDialog(page, admin.name)
  await expect(field(page)).toHaveValue('Typed before the outage')
  await confirm(page, 'Send')
  await expect(page.getByText('Your feedback was sent.')).toBeVisible()
  await page.goto('/admin/feedback')
  await expect(message(page, 'Typed before the outage')).toHaveCount(1)
})
