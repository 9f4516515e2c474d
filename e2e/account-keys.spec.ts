import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog, press } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import { admin, createAccount, createFirstAdmin, newcomer } from './steps.ts'

const shownKey = async (page: Page) =>
  (await page.getByRole('group', { name: 'The key' }).textContent()) ?? ''
const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name }).first()

async function choose(page: Page, key: string, act: string): Promise<void> {
  await press(page, `Actions for ${key}`)
  await page.getByRole('menuitem', { name: act }).click()
}

test('a key is made, used by a program, renamed, rotated and revoked', { tag: '@phone' }, async ({
  gatehouse,
  page,
  context,
  watch,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: gatehouse.url })
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/account/security')
  await expect(page.getByText('No keys yet.')).toBeVisible()
  // A program of its own: it has no cookie of this browser.
  const call = async (key: string, path: string) => {
    const answer = await fetch(new URL(`/trpc/${path}?input=%7B%7D`, gatehouse.url), {
      headers: { authorization: `Bearer ${key}` },
    })
    return { status: answer.status, body: await answer.json() }
  }
  watch.expectMessage(/status of 40/)

  let first = ''
  await test.step('made with what it may, after a look at what was filled in', async () => {
    await press(page, 'New key…')
    await press(page, 'Make the key')
    await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expectAccessibleDialog(page)
    await page.getByLabel('Name', { exact: true }).fill('Nightly backup')
    await page.getByLabel('Works for').selectOption('30 days')
    await page.getByRole('checkbox', { name: 'See who has an account' }).check()
    await page.getByLabel('Only from these addresses').fill('10.1')
    await press(page, 'Make the key')
    await expect(page.getByText('10.1 is no address', { exact: false })).toBeVisible()
    await page.getByLabel('Only from these addresses').fill('127.0.0.0/8\n::1')
    await press(page, 'Make the key')
    await expect(dialogOf(page)).toContainText('It is shown this once.')
    await expectAccessibleDialog(page)
    first = await shownKey(page)
    expect(first).toMatch(/^gh_live_\w{49}$/)
    await press(page, 'Copy the key')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first)
    await page.keyboard.press('Escape')
    await expect(dialogOf(page)).toBeVisible()
    await press(page, 'I have kept it')
    await expect(row(page, 'Nightly backup')).toContainText(first.slice(0, 12))
    await expect(row(page, 'Nightly backup')).toContainText('Never used')
    await expect(row(page, 'Nightly backup')).toContainText('May: See who has an account')
    await expect(page.getByText('API key made: Nightly backup')).toBeVisible()
    await expectAccessible(page)
    expect(await page.content()).not.toContain(first)
  })
  await test.step('a program calls with it, and may no more than it was made for', async () => {
    expect((await call(first, 'users.me')).body.result.data).toMatchObject({
      user: { email: admin.email },
      key: { name: 'Nightly backup' },
    })
    expect((await call(first, 'users.list')).status).toBe(200)
    expect((await call(first, 'audit.list')).status).toBe(403)
  })
  await test.step('renamed', async () => {
    await choose(page, 'Nightly backup', 'Rename…')
    await page.getByLabel('Name', { exact: true }).fill('Weekly backup')
    await confirm(page, 'Rename')
    await expect(page.getByRole('button', { name: 'Actions for Weekly backup' })).toBeVisible()
  })
  let second = ''
  await test.step('rotated: both work for now', async () => {
    await choose(page, 'Weekly backup', 'Rotate…')
    await confirm(page, 'Rotate')
    await expect(dialogOf(page)).toContainText('The old key works for an hour more')
    second = await shownKey(page)
    await press(page, 'I have kept it')
    await expect(row(page, 'Weekly backup')).toContainText('The old one ends')
    for (const key of [first, second]) expect((await call(key, 'users.me')).status).toBe(200)
  })
  await test.step('revoked: neither works', async () => {
    await choose(page, 'Weekly backup', 'Revoke…')
    await expect(dialogOf(page)).toContainText('Revoke “Weekly backup”?')
    await confirm(page, 'Revoke')
    await expect(row(page, 'Weekly backup')).toContainText('Revoked')
    await expect(page.getByRole('button', { name: 'Actions for Weekly backup' })).toHaveCount(0)
    for (const key of [first, second]) expect((await call(key, 'users.me')).status).toBe(401)
  })
  await test.step('support sees why, by how the key begins and never by all of it', async () => {
    await page.goto('/admin/limits/explain')
    await page.getByRole('combobox', { name: 'Which call' }).fill('users.list')
    await page.getByRole('combobox', { name: 'Who calls' }).selectOption('An API key')
    await page.getByLabel('Id of the key, or how it begins').fill(second)
    await press(page, 'Explain')
    await expect(page.getByText('The rest of a key is secret.')).toBeVisible()
    expect(page.url()).not.toContain('gh_live_')
    await page.getByLabel('Id of the key, or how it begins').fill(second.slice(0, 12))
    await press(page, 'Explain')
    await expect(page.getByText('This call would be refused: its key does not work')).toBeVisible()
    await expect(page.getByText('it is unknown, or it was revoked')).toBeVisible()
    await expectAccessible(page)
  })
})

test('a key asks for a fresh proof, and what was filled in stays', async ({
  gatehouse,
  page,
  sharedServer,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await sharedServer.execute("update session set confirmed_at = confirmed_at - interval '11 minutes'")
  watch.expectMessage(/status of 403/)
  await page.goto('/account/security')
  await press(page, 'New key…')
  await page.getByLabel('Name', { exact: true }).fill('Nightly backup')
  await press(page, 'Make the key')
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await proof.getByLabel('Password', { exact: true }).fill(admin.password)
  await proof.getByRole('button', { name: 'Confirm', exact: true }).click()
  await expect(page.getByRole('group', { name: 'The key' })).toBeVisible()
})

test('staff sees the keys of a user and revokes one', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  const input = { name: 'Nightly backup', addresses: ['127.0.0.1', '::1'] }
  const made = await secondPage.request.post('/trpc/keys.create', {
    data: input,
    headers: { origin: new URL(gatehouse.url).origin },
  })
  const { secret } = (await made.json()).result.data
  const headers = { authorization: `Bearer ${secret}` }
  const call = async () => (await fetch(new URL('/trpc/users.me', gatehouse.url), { headers })).status
  expect(await call()).toBe(200)
  const { result } = await (
    await page.request.get('/trpc/users.list?input=%7B%22role%22%3A%22user%22%7D')
  ).json()
  await page.goto(`/admin/users/${result.data.items[0].id}?tab=security`)
  await expect(row(page, 'Nightly backup')).toContainText('From 127.0.0.1 and ::1')
  await expectAccessible(page)
  await press(page, 'Revoke Nightly backup…')
  await expect(dialogOf(page)).toContainText('Ada Lovelace is told by mail.')
  await confirm(page, 'Revoke')
  await expect(row(page, 'Nightly backup')).toContainText('Revoked')
  await expect(page.getByRole('button', { name: 'Revoke Nightly backup…' })).toHaveCount(0)
  expect(await call()).toBe(401)
})
