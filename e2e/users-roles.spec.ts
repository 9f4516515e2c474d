import { readFile } from 'node:fs/promises'
import { type Page, request } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf } from './dialogs.ts'
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

const subject = { name: 'Somebody', email: 'somebody@example.com' }
const banner = (page: Page) => page.getByRole('status').filter({ hasText: /^This user is / })

/** The page as somebody of a role, beside the first admin and one user. */
async function openAs(page: Page, adminPage: Page, setupLink: string, role: string): Promise<string> {
  await createFirstAdmin(adminPage, setupLink)
  await createAccount(page, newcomer)
  await post(adminPage, '/trpc/users.create', { ...subject, role: 'user', expiresInDays: 7 })
  await giveRole(adminPage, newcomer, role)
  await createSession(page, newcomer)
  await page.goto('/admin/users')
  await expect(page.getByRole('link', { name: subject.name })).toBeVisible()
  return findUserId(adminPage, subject.email)
}

const changing =
  /^(Invite|Create user|Select |Edit…|Set role…|Delete…|Reset two-factor…|Act as|Add override…)/
const expectNothingToChange = async (page: Page) => {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await expect(page.getByRole('button', { name: changing })).toHaveCount(0)
  await expect(page.getByRole('checkbox')).toHaveCount(0)
}

test('a moderator sees masked addresses, bans and decides, and is offered nothing else', {
  tag: '@phone',
}, async ({ gatehouse, page, secondPage }) => {
  const id = await openAs(page, secondPage, gatehouse.setupLink, 'moderator')

  await test.step('an address is found by all of it only, and never shown', async () => {
    await expect(page.getByText('s•••@e•••.com')).toBeVisible()
    await expect(page.getByText(subject.email)).toHaveCount(0)
    await expectNothingToChange(page)
    await expect(page.getByRole('button', { name: 'Export' })).toHaveCount(0)
    const search = page.getByRole('searchbox', { name: 'Search by name, id or whole e-mail' })
    await search.fill('somebody@exa')
    await expect(page.getByText('No user matches')).toBeVisible()
    await search.fill(subject.email)
    await expect(page.getByRole('link', { name: subject.name })).toBeVisible()
    await expect(page.getByText('1 user', { exact: true })).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('the menu holds what the role may do, on an admin with the reason why not', async () => {
    await page.getByRole('button', { name: `Actions for ${subject.name}` }).click()
    await expect(page.getByRole('menuitem')).toHaveText(['End all sessions…', 'Ban…'])
    await page.keyboard.press('Escape')
    await page.goto('/admin/users?role=admin')
    await page.getByRole('button', { name: `Actions for ${admin.name}` }).click()
    for (const item of await page.getByRole('menuitem').all()) {
      await expect(item).toBeDisabled()
      await expect(item).toContainText('Needs a higher role than yours.')
    }
  })
  await test.step('bans, and lifts the ban', async () => {
    await page.goto(`/admin/users/${id}`)
    await expect(page.getByRole('tab')).toHaveText(['Overview', 'Security', 'Sessions', 'Raw'])
    await expectNothingToChange(page)
    await page.getByRole('button', { name: 'Ban…' }).click()
    await dialogOf(page).getByLabel('Reason').fill('Sent unwanted mail')
    await confirm(page, 'Ban')
    await expect(banner(page)).toContainText('Reason: Sent unwanted mail')
    await expectAccessible(page)
    await banner(page).getByRole('button', { name: 'Lift the ban…' }).click()
    await confirm(page, 'Lift the ban')
    await expect(banner(page)).toBeHidden()
    await expect(page.getByRole('button', { name: 'Undo', exact: true }).last()).toBeVisible()
  })
  await test.step('ends sessions, whose addresses stay hidden', async () => {
    const user = { name: subject.name, email: 'third@example.com', password: newcomer.password }
    await registerElsewhere(gatehouse.url, user)
    await page.goto('/admin/users')
    await page.getByRole('link', { name: user.name }).first().click()
    await page.getByRole('tab', { name: 'Sessions' }).click()
    await expect(page.getByText('Address hidden from your role')).toBeVisible()
    await page.getByRole('button', { name: 'End all sessions…' }).click()
    await confirm(page, 'End all sessions')
    await expect(page.getByText('This user is signed in nowhere.')).toBeVisible()
  })
  await test.step('decides approvals; invitations are not for this role', async () => {
    await page.goto('/admin/approvals')
    await expect(page.getByText('Nobody waits')).toBeVisible()
    await expect(page.getByText('Your role reads this list.')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Invitations' })).toHaveCount(0)
    await page.goto('/admin/invitations')
    await expect(page.getByRole('heading', { level: 1, name: 'Not for your role' })).toBeVisible()
  })
})

/** Signs somebody up without a browser, and leaves the session open. */
async function registerElsewhere(origin: string, data: { name: string; email: string; password: string }) {
  const elsewhere = await request.newContext({ baseURL: origin })
  const answer = await elsewhere.post('/api/auth/sign-up/email', { data, headers: { origin } })
  expect(answer.status()).toBe(200)
  await elsewhere.dispose()
}

test('who only reads sees everything, exports, and changes nothing', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
}) => {
  const id = await openAs(page, secondPage, gatehouse.setupLink, 'admin_ro')
  await post(secondPage, '/trpc/users.invite', { email: 'else@example.com', role: 'user', expiresInDays: 7 })

  await test.step('the list with its addresses, without anything to choose', async () => {
    await expect(page.getByText(subject.email)).toBeVisible()
    await expectNothingToChange(page)
    await expect(page.getByRole('button', { name: /^Actions for/ })).toHaveCount(0)
    await expectAccessible(page)
  })
  await test.step('the export', async () => {
    await page.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await confirm(page, 'Export')
    expect(await readFile(await (await download).path(), 'utf8')).toContain(subject.email)
    await dialogOf(page).getByRole('button', { name: 'Close' }).last().click()
  })
  await test.step('every part of a user’s page', async () => {
    await page.goto(`/admin/users/${id}`)
    for (const tab of ['Overview', 'Security', 'Sessions', 'Limits', 'Activity', 'Raw']) {
      await page.getByRole('tab', { name: tab }).click()
      await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true')
      await expectNothingToChange(page)
    }
    await page.getByRole('tab', { name: 'Overview' }).click()
    await expect(page.getByRole('heading', { name: 'Danger zone' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Actions', exact: true })).toHaveCount(0)
  })
  await test.step('invitations and approvals', async () => {
    await page.goto('/admin/invitations')
    await expect(page.getByText('else@example.com')).toBeVisible()
    await expectNothingToChange(page)
    await page.goto('/admin/approvals')
    await expect(page.getByText('Your role reads this list. A moderator or an admin decides.')).toBeVisible()
    await expectAccessible(page)
  })
})
