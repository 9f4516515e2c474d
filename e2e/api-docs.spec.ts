import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { expect, test } from './gatehouse.ts'
import { admin, createAccount, createFirstAdmin, createSession, newcomer } from './steps.ts'

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true })
const answer = (page: Page) => page.getByRole('region', { name: 'Answer', exact: true }).first()

async function find(page: Page, typed: string, summary: string): Promise<void> {
  const back = page.getByRole('link', { name: 'All operations' })
  // Where there is room, the list stands beside.
  if (await back.isVisible()) await back.click()
  await page.getByRole('searchbox', { name: 'Search the API' }).fill(typed)
  await page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name: summary }).click()
  await expect(heading(page, summary)).toBeVisible()
}

test('the API is searched, read and called as oneself', { tag: '@phone' }, async ({
  gatehouse,
  page,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await test.step('found from the account menu', async () => {
    await page.goto('/dashboard')
    await page.getByRole('button', { name: `Account menu of ${admin.name}` }).click()
    await page.getByRole('link', { name: 'API', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'API' })).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Operations' })).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('a search for nothing says so, and is cleared', async () => {
    await page.getByRole('searchbox', { name: 'Search the API' }).fill('no such thing')
    await expect(page.getByText('No operation matches')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
  })
  await test.step('what reads is called, with what is left of the limits', async () => {
    await find(page, 'GET /api/me who', 'Shows who calls')
    await page.getByRole('button', { name: 'Send GET' }).click()
    await expect(answer(page)).toContainText('200')
    await expect(answer(page)).toContainText(admin.email)
    await expect(answer(page)).toContainText('ratelimit-policy')
    await expectAccessible(page)
  })
  await test.step('what changes is called with the body that stands there', async () => {
    await find(page, 'updateMe', 'Changes my name')
    await page.getByRole('textbox', { name: 'Body' }).fill('{ "name": ')
    await page.getByRole('button', { name: 'Send PATCH' }).click()
    await expect(page.getByText('This is no JSON.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Body' }).fill('{ "name": "Renamed" }')
    await page.getByRole('button', { name: 'Send PATCH' }).click()
    await expect(answer(page)).toContainText('Renamed')
  })
  await test.step('one that is refused says why, as a program would be told', async () => {
    await createAccount(page, newcomer)
    await createSession(page, newcomer)
    await page.goto('/api/docs?operation=users.list')
    await page.getByText('more, all optional').click()
    await page.getByLabel('role', { exact: true }).selectOption('user')
    watch.expectMessage(/status of 403/)
    await page.getByRole('button', { name: 'Send GET' }).click()
    await expect(answer(page)).toContainText('403')
    await expect(answer(page)).toContainText('application/problem+json')
    await expect(answer(page)).toContainText('"permission": "users.list"')
  })
})

test('the page about the API is for the signed-in, and leads back to it', async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.context().clearCookies()
  await page.goto('/api/docs?operation=users.me')
  await expect(page).toHaveURL(/\/login\?next=%2Fapi%2Fdocs%3Foperation%3Dusers\.me/)
})
