import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
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
  register,
} from './steps.ts'

/** A number of the dashboard with the word above it. */
const figure = (page: Page, name: string) =>
  page.getByRole('term').getByText(name, { exact: true }).locator('..')
const range = (page: Page) => page.getByRole('combobox', { name: 'Time range' })
const chart = (page: Page, name: string) => page.getByRole('figure', { name, exact: true })
const recent = (page: Page) => page.getByRole('listitem').filter({ hasText: admin.name })

async function openDashboard(page: Page): Promise<void> {
  await page.goto('/admin')
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()
}

/** Guesses at a password until the account is locked, and the limit of the address has blocked some. */
async function guess(page: Page, origin: string): Promise<void> {
  for (let tries = 0; tries < 23; tries += 1) {
    const email = tries < 5 ? newcomer.email : `nobody${tries}@example.com`
    const data = { email, password: 'not-the-password' }
    await page.request.post('/api/auth/sign-in/email', { data, headers: { origin } })
  }
}

test('the numbers and charts follow what happens, for the time that is asked for', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)

  await test.step('on the first day there is one user, made by the set-up', async () => {
    await openDashboard(page)
    await expect(figure(page, 'Users')).toHaveText('Users1')
    await expect(figure(page, 'New in 7 days')).toContainText('1')
    await expect(figure(page, 'Blocked in 7 days')).toHaveText('Blocked in 7 days0')
    await expect(figure(page, 'Locked out now')).toHaveText('Locked out now0')
    await expect(recent(page)).toContainText([`Created a user ${admin.name}`])
    // A minute of a week would be a hair.
    await expect(chart(page, 'Calls')).toContainText(/Nothing was counted before .* the chart begins there\./)
  })

  await test.step('what the set-up left to do is listed, until it is done or left out', async () => {
    const tasks = page.getByRole('listitem').filter({ hasText: 'To do' })
    await expect(tasks).toHaveCount(4)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Leave out: Send mails' }).click()
    await expect(tasks).toHaveCount(3)
    await post(page, '/trpc/settings.set', { key: 'signUpMode', value: 'approval' })
    await post(page, '/trpc/settings.set', { key: 'signUpMode', value: 'open' })
    await page.reload()
    await expect(tasks).toHaveCount(2)
    for (const rest of ['Invite somebody', 'Turn on your second factor'])
      await page.getByRole('button', { name: `Leave out: ${rest}` }).click()
    await expect(page.getByText('To finish the set-up')).toHaveCount(0)
  })

  await test.step('who registers, guesses and is banned is counted', async () => {
    await register(secondPage, newcomer)
    // A page that stayed would be signed out by the ban, and say so on its console.
    await secondPage.goto('about:blank')
    await guess(secondPage, gatehouse.url)
    const id = await findUserId(page, newcomer.email)
    await post(page, '/trpc/users.ban', { id, reason: 'Guesses', until: null })
    await post(page, '/trpc/users.remove', { id })
    await post(page, '/trpc/users.restore', { id })
    await expect(async () => {
      await openDashboard(page)
      await expect(figure(page, 'Blocked in 7 days')).toContainText(/[1-9]$/, { timeout: 1000 })
    }).toPass()
    await expect(figure(page, 'Users')).toHaveText('Users2')
    await expect(figure(page, 'New in 7 days')).toContainText('2')
    await expect(figure(page, 'Passed in 7 days')).toContainText(/[1-9]\d*$/)
    await expect(figure(page, 'Locked out now')).toHaveText('Locked out now1')
    await expect(recent(page)).toContainText([
      `Restored a user ${newcomer.name}`,
      `Deleted a user ${newcomer.name}`,
      `Banned ${newcomer.name}`,
    ])
  })

  await test.step('the time range is in the address and survives a reload', async () => {
    await range(page).selectOption('Last 24 hours')
    await expect(page).toHaveURL(/\/admin\?range=day$/)
    await page.reload()
    await expect(range(page)).toHaveValue('day')
    await expect(figure(page, 'New today (UTC)')).toContainText('2')
    await expect(figure(page, 'Blocked in 24 hours')).toContainText(/[1-9]\d* more than before$/)
    await range(page).selectOption('Last 30 days')
    await expect(page).toHaveURL(/\/admin\?range=month$/)
    await expect(page.getByText('the last 7 days: no more are kept')).toBeVisible()
    await expect(figure(page, 'New in 30 days')).toContainText('2')
  })

  await test.step('a chart says the values under the pointer, and is a table for who prefers one', async () => {
    await range(page).selectOption('Last 24 hours')
    const calls = chart(page, 'Calls')
    await expect(calls.getByRole('application').or(calls.locator('svg').first()).first()).toBeVisible()
    await calls.scrollIntoViewIfNeeded()
    const box = await calls.boundingBox()
    if (!box) throw new Error('The chart is not there.')
    await page.mouse.move(box.x + box.width - 60, box.y + box.height / 2)
    await expect(calls.getByRole('term').filter({ hasText: 'Blocked' })).toBeVisible()
    await calls.getByRole('button', { name: 'As a table' }).press('Enter')
    const table = page.getByRole('table', { name: 'Calls' })
    await expect(table.getByRole('columnheader')).toHaveText(['Time', 'Passed', 'Blocked'])
    await expect(table.getByRole('row')).toHaveCount(97)
    const blocked = async () =>
      (await table.getByRole('row').filter({ hasNotText: 'Time' }).getByRole('cell').allTextContents())
        .filter((_, cell) => cell % 2 === 1)
        .reduce((sum, text) => sum + Number(text.replace(',', '')), 0)
    const number = figure(page, 'Blocked in 24 hours').getByRole('link')
    await expect(number).toHaveText(String(await blocked()))
    await calls.getByRole('button', { name: 'As a chart' }).click()
    await expect(table).toHaveCount(0)
    const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(
      new Date(),
    )
    // Who was active is written a moment later, and told nobody.
    await expect(async () => {
      await page.reload()
      await chart(page, 'New and active users').getByRole('button', { name: 'As a table' }).click()
      await expect(page.getByRole('row', { name: `${today} 2 2` })).toBeVisible({ timeout: 2000 })
    }).toPass()
  })

  await test.step('a number leads to what it counts, an action to its row', async () => {
    await figure(page, 'Locked out now').getByRole('link').click()
    await expect(page).toHaveURL(/\/admin\/limits\/lockouts\?state=locked/)
    await page.goBack()
    await recent(page).getByRole('link', { name: 'Banned' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Banned' })).toBeVisible()
    await page.goBack()
    await page.getByRole('link', { name: 'All of the audit log' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible()
  })
})

test('the dashboard shows each role what it may read', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  await createAccount(page, newcomer)
  const usersChart = page.getByRole('heading', { name: 'New and active users' })

  await test.step('an admin who only reads sees all of it', async () => {
    await giveRole(secondPage, newcomer, 'admin_ro')
    await createSession(page, newcomer)
    await openDashboard(page)
    await expect(usersChart).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Calls' })).toBeVisible()
    await expect(recent(page)).toContainText([`Set a role ${newcomer.name}`])
  })

  await test.step('a moderator sees users, neither calls nor acts', async () => {
    await page.goto('about:blank')
    await giveRole(secondPage, newcomer, 'moderator')
    await createSession(page, newcomer)
    await openDashboard(page)
    await expect(usersChart).toBeVisible()
    await expect(figure(page, 'Users')).toHaveText('Users2')
    await expect(page.getByRole('heading', { name: 'Calls' })).toHaveCount(0)
    await expect(page.getByRole('heading', { name: 'Recent admin actions' })).toHaveCount(0)
    await expectAccessible(page)
  })

  await test.step('everybody else has none', async () => {
    await page.goto('about:blank')
    await giveRole(secondPage, newcomer, 'user')
    await createSession(page, newcomer)
    await page.goto('/admin')
    await expect(page.getByRole('heading', { level: 1, name: 'Not for your role' })).toBeVisible()
  })
})

test('the dashboard can be used by everybody', { tag: '@phone' }, async ({ gatehouse, page, secondPage }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  const id = await findUserId(page, newcomer.email)
  await post(page, '/trpc/users.ban', { id, reason: 'Spam', until: null })
  await openDashboard(page)
  await expect(recent(page)).toContainText([`Banned ${newcomer.name}`])
  await expectAccessible(page)

  await test.step('as tables', async () => {
    for (const name of ['New and active users', 'Calls']) {
      await chart(page, name).getByRole('button', { name: 'As a table' }).click()
    }
    await expectAccessible(page)
  })
})

test('once there are credits, the dashboard counts what was spent and who is near their bound', {
  tag: '@phone',
}, async ({ gatehouse, page, secondPage }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  const userId = await findUserId(page, newcomer.email)
  await openDashboard(page)
  await expect(recent(page)).not.toHaveCount(0)
  await expect(page.getByText('Credits spent')).toHaveCount(0)

  await test.step('the figures, once somebody was given some', async () => {
    await post(page, '/trpc/credits.grant', { userId, credits: 40, reason: 'A test', key: 'first' })
    await post(page, '/trpc/credits.setQuota', { userId, quota: 0, reason: 'A test' })
    // Whether there are credits is asked now and then.
    await expect(async () => {
      await openDashboard(page)
      await expect(figure(page, 'Credits added in 7 days')).toContainText('40', { timeout: 2000 })
    }).toPass()
    await expect(figure(page, 'Credits spent in 7 days')).toContainText('0')
    await expect(chart(page, 'Credits spent')).toContainText('Nothing was spent in this time.')
    await expectAccessible(page)
  })
  await test.step('they follow by themselves, for the time that is asked for', async () => {
    await post(page, '/trpc/credits.grant', { userId, credits: 2, reason: 'A test', key: 'second' })
    await expect(figure(page, 'Credits added in 7 days')).toContainText('42')
    await range(page).selectOption('Last 30 days')
    await expect(figure(page, 'Credits added in 30 days')).toContainText('42')
  })
  await test.step('a number leads to whom it counts', async () => {
    await figure(page, 'Almost at their bound').getByRole('link', { name: '1' }).click()
    await expect(page).toHaveURL(/\/admin\/credits\?.*bound=near/)
    await expect(page.getByRole('link', { name: newcomer.name })).toBeVisible()
  })
})
