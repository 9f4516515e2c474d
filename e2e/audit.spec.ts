import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import {
  admin,
  createAccount,
  createFirstAdmin,
  createSession,
  findUserId,
  giveRole,
  newcomer,
  post,
} from './steps.ts'

const ban = { reason: 'Sent unwanted mail', until: null }
const rowLink = (page: Page, action: string) => page.getByRole('link', { name: action, exact: true })

/** Opens the newest row of an action from the list. */
async function openRow(page: Page, action: string, title: string): Promise<void> {
  await page.goto(`/admin/audit?action=${action}`)
  await rowLink(page, title).first().click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

async function undoRow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo…' }).click()
  await confirm(page, 'Take it back')
}

async function verify(page: Page): Promise<void> {
  await page.goto('/admin/audit')
  await page.getByRole('button', { name: 'Verify…' }).click()
  await confirm(page, 'Verify')
}

/** What a click on the button saves, as text. */
async function download(page: Page, button: string): Promise<{ name: string; content: string }> {
  const saved = page.waitForEvent('download')
  await confirm(page, button)
  const file = await saved
  return { name: file.suggestedFilename(), content: await readFile(await file.path(), 'utf8') }
}

test('the filters stand in the address, and the way back from a row keeps them', async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  await post(page, '/trpc/users.ban', { id: await findUserId(page, newcomer.email), ...ban })
  await page.goto('/admin/audit')
  const action = page.getByRole('combobox', { name: 'Action' })
  const today = new Date().toISOString().slice(0, 10)
  const expectFilters = async () => {
    await expect(page.getByRole('searchbox')).toHaveValue('ada')
    await expect(page.getByRole('combobox', { name: 'About' })).toHaveValue('user')
    await expect(action).toHaveValue('user.ban')
    await expect(page.getByLabel('From')).toHaveValue('2026-01-01')
    await expect(page.getByLabel('To')).toHaveValue(today)
    await expect(page.getByText('1 row', { exact: true })).toBeVisible()
  }

  await test.step('each filter narrows the list and is in the address', async () => {
    await expect(rowLink(page, 'Signed in').first()).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search by name, e-mail, address or id' }).fill('ada')
    await expect(page).toHaveURL(/search=ada/)
    await page.getByRole('combobox', { name: 'About' }).selectOption('Users')
    await expect(page).toHaveURL(/entity=user/)
    await expect(rowLink(page, 'Registered')).toBeVisible()
    await expect(rowLink(page, 'Signed in')).toHaveCount(0)
    await action.selectOption('Banned')
    await page.getByLabel('From').fill('2026-01-01')
    await page.getByLabel('To').fill(today)
    await expect(page).toHaveURL(new RegExp(`action=user.ban&from=2026-01-01&to=${today}`))
    await expectFilters()
    await expect(page.getByText(`Reason: ${ban.reason}`)).toBeVisible()
  })

  await test.step('they survive a reload, the way back from a row and the browser’s own', async () => {
    await page.reload()
    await expectFilters()
    await rowLink(page, 'Banned').press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Banned' })).toBeVisible()
    await page.reload()
    await page.getByRole('link', { name: 'Audit log' }).click()
    await expectFilters()
    await rowLink(page, 'Banned').click()
    await expect(page.getByText('What was changed')).toBeVisible()
    await page.goBack()
    await expectFilters()
  })

  await test.step('who acted and what it was done to are chosen from a row, and dropped again', async () => {
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(page).toHaveURL(/\/admin\/audit$/)
    await page.getByRole('link', { name: newcomer.name, exact: true }).first().click()
    await expect(page).toHaveURL(/\?(actor|subject)=/)
    await page.goto('/admin/audit?action=user.ban')
    await page.getByRole('link', { name: admin.name, exact: true }).click()
    await expect(page).toHaveURL(/\?actor=/)
    const chip = page.getByRole('button', { name: `Drop the filter By ${admin.name}` })
    await chip.click()
    await expect(page).toHaveURL(/\/admin\/audit$/)
    await expect(chip).toHaveCount(0)
  })

  await test.step('no match names the filters and clears them', async () => {
    await page.goto('/admin/audit?search=nobody-here&entity=policy')
    await expect(page.getByText('No row matches')).toBeVisible()
    await expect(page.getByText('Search: nobody-here · About: Policies')).toBeVisible()
    await page.getByRole('status').getByRole('button', { name: 'Clear filters' }).click()
    await expect(rowLink(page, 'Banned')).toBeVisible()
  })
})

test('an act of another browser is taken back once; what was changed since stays', async ({
  gatehouse,
  page,
  request,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  await createSession(secondPage, admin)
  const id = await findUserId(secondPage, newcomer.email)
  await page.goto('/admin/audit')
  await post(secondPage, '/trpc/users.ban', { id, ...ban })
  const undo = page.getByRole('button', { name: 'Undo…' })

  await test.step('a dialog names what the undo changes; Escape closes it', async () => {
    await openRow(page, 'user.ban', 'Banned')
    await expect(page.getByRole('row', { name: `Reason + ${ban.reason}` })).toBeVisible()
    await undo.click()
    await expect(dialogOf(page)).toContainText(`What ${admin.name} did to ${newcomer.name}`)
    await expect(dialogOf(page)).toContainText(ban.reason)
    await page.keyboard.press('Escape')
    await expect(dialogOf(page)).toHaveCount(0)
    await expect(undo).toBeFocused()
  })

  await test.step('the ban is taken back, and the row says so', async () => {
    await undoRow(page)
    await expect(page.getByText('Taken back', { exact: true })).toBeVisible()
    await expect(page.getByText(`${admin.name} took this act back.`)).toBeVisible()
    const { email, password } = newcomer
    const headers = { origin: gatehouse.url }
    const answer = await request.post('/api/auth/sign-in/email', { data: { email, password }, headers })
    expect(answer.status()).toBe(200)
  })

  await test.step('a second time it is not offered', async () => {
    await expect(undo).toHaveCount(0)
    await page.goto('/admin/audit?action=user.ban')
    await expect(page.getByText(`Taken back · Reason: ${ban.reason}`)).toBeVisible()
    await rowLink(page, 'Banned').click()
    await page.getByRole('link', { name: 'Show the undo' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Took an act back' })).toBeVisible()
    await page.getByRole('link', { name: 'The act “Banned”' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Banned' })).toBeVisible()
  })

  await test.step('a field that was changed since keeps its newer value', async () => {
    watch.expectMessage(/status of 409/)
    await post(secondPage, '/trpc/users.update', { id, name: 'Ada Byron' })
    await openRow(page, 'user.update', 'Changed a user')
    await post(secondPage, '/trpc/users.update', { id, name: 'Ada King' })
    await undoRow(page)
    await expect(dialogOf(page).getByRole('alert')).toContainText('Changed again since then: Name.')
    await page.goto(`/admin/users/${id}`)
    await expect(page.getByRole('heading', { level: 1, name: 'Ada King' })).toBeVisible()
  })
})

test('the log is verified, and a row that was altered behind it is named', { tag: '@phone' }, async ({
  gatehouse,
  page,
  sharedServer,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await post(page, '/trpc/settings.set', { key: 'signUpMode', value: 'closed' })

  await test.step('as it was written; its signed end can be kept', async () => {
    await verify(page)
    await expect(dialogOf(page)).toContainText(/All right: \d+ rows are as written, none is missing\./)
    const head = await download(page, 'Save the signed end')
    expect(head.name).toMatch(/^audit-head-.*\.json$/)
    expect(JSON.parse(head.content)).toMatchObject({ position: expect.any(Number), mac: expect.any(String) })
  })

  await test.step('somebody with the database in their hands changes a row', async () => {
    await sharedServer.execute(
      `update audit_event set after = '{"value":"open"}' where action = 'setting.set'`,
    )
  })

  await test.step('the row is named, and one click away', async () => {
    await verify(page)
    const found = dialogOf(page).getByRole('alert')
    await expect(found).toContainText('The log is not as it was written')
    await expect(found).toContainText('A row was altered')
    await expectAccessibleDialog(page)
    await found.getByRole('link', { name: 'Show the row' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Changed a setting' })).toBeVisible()
    await expect(page.getByText('Who may register')).toBeVisible()
  })
})

test('who only reads exports and verifies, but takes nothing back; a moderator sees no log', async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  await createAccount(page, newcomer)
  await giveRole(secondPage, newcomer, 'admin_ro')
  await createSession(page, newcomer)

  await test.step('an admin who only reads has no undo', async () => {
    await page.goto('/admin/audit')
    await openRow(page, 'user.setRole', 'Set a role')
    await expect(page.getByRole('row', { name: 'Role − User + Admin, reads only' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Undo…' })).toHaveCount(0)
  })

  await test.step('exports what the filters match, as CSV', async () => {
    await page.getByRole('link', { name: 'Audit log' }).click()
    await page.getByRole('button', { name: 'Export…' }).click()
    await expect(dialogOf(page)).toContainText('Filters: Action: Set a role')
    const { name, content } = await download(page, 'Export')
    expect(name).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/)
    const [head, row, ...rest] = content.trimEnd().split(/\r?\n/)
    expect(head).toMatch(/^\uFEFF?"?at"?,"?action"?,/)
    for (const part of ['user.setRole', admin.name, newcomer.email, 'admin_ro']) expect(row).toContain(part)
    expect(rest).toEqual([])
    await expect(dialogOf(page)).toContainText('The file is complete')
    await dialogOf(page).getByRole('button', { name: 'Close' }).last().click()
  })

  await test.step('and verifies', async () => {
    await verify(page)
    await expect(dialogOf(page)).toContainText('none is missing')
  })

  await test.step('a moderator has no such page', async () => {
    await page.goto('about:blank')
    await giveRole(secondPage, newcomer, 'moderator')
    await createSession(page, newcomer)
    await page.goto('/admin/users')
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Audit' })).toHaveCount(0)
    await page.goto('/admin/audit')
    await expect(page.getByRole('heading', { level: 1, name: 'Not for your role' })).toBeVisible()
  })
})

test('every page of the log can be used by everybody', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  await post(page, '/trpc/users.ban', { id: await findUserId(page, newcomer.email), ...ban })

  await test.step('the list', async () => {
    await page.goto('/admin/audit')
    await expect(rowLink(page, 'Banned')).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('no match', async () => {
    await page.goto('/admin/audit?search=nobody-here&actor=nobody')
    await expect(page.getByText('No row matches')).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('a row, as it is stored too, and its undo', async () => {
    await openRow(page, 'user.ban', 'Banned')
    await page.getByText('Show the row as it is stored').click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Undo…' }).click()
    await expect(dialogOf(page)).toBeVisible()
    await expectAccessibleDialog(page)
  })
  await test.step('verification and export', async () => {
    await verify(page)
    await expect(dialogOf(page)).toContainText('none is missing')
    await expectAccessibleDialog(page)
    await page.goto('/admin/audit?entity=user')
    await page.getByRole('button', { name: 'Export…' }).click()
    await download(page, 'Export')
    await expect(dialogOf(page)).toContainText('The file is complete')
    await expectAccessibleDialog(page)
  })
  await test.step('a row that there is not', async () => {
    // It may come in one answer with what the page asks for besides.
    watch.allowMessage(/status of 404/)
    await page.goto('/admin/audit/no-such-row')
    await expect(page.getByText('It does not exist, or no longer.')).toBeVisible()
    await expectAccessible(page)
  })
})
