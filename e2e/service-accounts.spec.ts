import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog, press } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import { createFirstAdmin } from './steps.ts'

test('a service account is made, its key calls, and is refused once it is disabled', {
  tag: '@phone',
}, async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  // A program of its own: it has no cookie of this browser.
  const call = async (key: string, path: string) => {
    const answer = await fetch(new URL(`/trpc/${path}?input=%7B%7D`, gatehouse.url), {
      headers: { authorization: `Bearer ${key}` },
    })
    return { status: answer.status, body: await answer.json() }
  }
  await test.step('made, with what its role means', async () => {
    await page.goto('/admin/service-accounts')
    await expect(page.getByText('No service accounts yet')).toBeVisible()
    await expectAccessible(page)
    await press(page, 'New service account…')
    await press(page, 'Make the account')
    await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await page.getByLabel('Name', { exact: true }).fill('Nightly export')
    await page.getByLabel('Role', { exact: true }).selectOption('Moderator')
    await expectAccessibleDialog(page)
    await press(page, 'Make the account')
    await expect(page.getByRole('heading', { level: 1, name: 'Nightly export' })).toBeVisible()
    await expect(page.getByText('No keys yet. Without one nothing can call as this account.')).toBeVisible()
  })
  let key = ''
  await test.step('given a key, with which a program lists users', async () => {
    await press(page, 'New key…')
    await page.getByLabel('Name', { exact: true }).fill('First')
    await expect(page.getByRole('checkbox', { name: 'Change settings' })).toHaveCount(0)
    await page.getByRole('checkbox', { name: 'Open the console' }).check()
    await page.getByRole('checkbox', { name: 'See who has an account' }).check()
    await press(page, 'Make the key')
    await expect(dialogOf(page)).toContainText('It is shown this once.')
    key = (await page.getByRole('group', { name: 'The key' }).textContent()) ?? ''
    await press(page, 'I have kept it')
    await expect(page.getByRole('listitem').filter({ hasText: 'First' })).toContainText(key.slice(0, 12))
    await expectAccessible(page)
    const { status, body } = await call(key, 'users.list')
    expect(status).toBe(200)
    // It is none of those whom it lists.
    expect(JSON.stringify(body)).not.toContain('Nightly export')
  })
  await test.step('disabled: the call is refused; taken back: it is not', async () => {
    await press(page, 'Disable…')
    await expect(dialogOf(page)).toContainText('with its key are refused')
    await confirm(page, 'Disable')
    await expect(page.getByText('every key of it is refused')).toBeVisible()
    const { status, body } = await call(key, 'users.list')
    expect([status, body.error.data.reason]).toEqual([401, { kind: 'key', problem: 'disabled' }])
    await press(page, 'Undo')
    await expect(page.getByText('every key of it is refused')).toHaveCount(0)
    expect((await call(key, 'users.list')).status).toBe(200)
  })
  await test.step('in the list, and not among the users', async () => {
    await page.getByRole('link', { name: 'All service accounts' }).click()
    await expect(page.getByRole('link', { name: 'Nightly export' })).toBeVisible()
    await expect(page.getByText('1 that works')).toBeVisible()
    await expectAccessible(page)
    await page.goto('/admin/users')
    await expect(page.getByText('1 user', { exact: true })).toBeVisible()
    await expect(page.getByText('Nightly export')).toHaveCount(0)
  })
  await test.step('deleted', async () => {
    await page.goto('/admin/service-accounts')
    await page.getByRole('link', { name: 'Nightly export' }).click()
    await press(page, 'Delete…')
    await confirm(page, 'Delete')
    await expect(page.getByText('No service accounts yet')).toBeVisible()
    expect((await call(key, 'users.list')).status).toBe(401)
  })
})
