import type { APIRequestContext, BrowserContext, Page } from '@playwright/test'
import { expect, test, testOfProcess } from './gatehouse.ts'
import {
  admin,
  createAccount,
  createFirstAdmin,
  createSession,
  expectOverview,
  findUserId,
  giveRole,
  newcomer,
  post,
  submitPerson,
} from './steps.ts'

const tabCount = 10
/** That of the limit `signed-in`. */
const sessionWindowMs = 15_000
const guessed = 'POST /api/auth/sign-in/email'

/** How many streams the server has open, asked as the admin of this browser. */
async function streams(page: Page): Promise<number> {
  const { result } = await (await page.request.get('/trpc/health.get')).json()
  return result.data.streams
}

async function openTabs(context: BrowserContext, paths: string[]): Promise<Page[]> {
  const tabs: Page[] = []
  for (const path of paths) {
    const tab = await context.newPage()
    await tab.goto(path)
    await expect(tab.getByRole('heading', { level: 1 })).toBeVisible()
    tabs.push(tab)
  }
  return tabs
}

const expectUsers = (tab: Page, amount: number) =>
  expect(
    tab
      .getByRole('term')
      .filter({ hasText: /^Users$/ })
      .locator('..'),
  ).toContainText(String(amount))

/** Somebody new, without a page. */
async function registerAs(request: APIRequestContext, origin: string, name: string): Promise<void> {
  const data = { name, email: `${name}@example.com`, password: newcomer.password }
  const answer = await request.post('/api/auth/sign-up/email', { data, headers: { origin } })
  expect(answer.status()).toBe(200)
}

/** Each tab is at the sign-in page, sooner after `since` than a tab without a stream would ask by itself. */
async function expectSignedOut(tabs: Page[], since: number): Promise<void> {
  const leave = async (tab: Page) => {
    await expect.poll(() => tab.url(), { intervals: [100], timeout: 60_000 }).toMatch(/\/login/)
    return Date.now() - since
  }
  const tookMs = await Promise.all(tabs.map(leave))
  expect(Math.max(...tookMs)).toBeLessThan(20_000)
}

testOfProcess(
  'ten tabs share one stream, which outlives its tab and the server, and the session that ends takes all of them along',
  async ({ context, gatehouse, page, request, secondPage, watch }) => {
    await createFirstAdmin(page, gatehouse.setupLink)
    await page.goto('/dashboard')
    await expectOverview(page, admin)
    await createSession(secondPage, admin)
    // A page without a stream.
    await secondPage.goto('/dev/mail')
    const others = Array.from({ length: tabCount - 1 }, (_, index) =>
      index % 3 === 1 ? '/admin' : '/admin/limits/blocked',
    )
    const tabs = await openTabs(context, others)
    const blocked = tabs.filter((tab) => tab.url().endsWith('/blocked'))
    const left = tabs.at(-1) as Page
    const dashboards = tabs.filter((tab) => tab.url().endsWith('/admin'))

    // Ten tabs in sight ask all at once whenever they may have missed something; a session has room for that, but not
    // for that and their start.
    await left.waitForTimeout(sessionWindowMs)

    await test.step('one stream is open, and what a page asks is answered beside it', async () => {
      expect(await streams(page)).toBe(1)
      await page.goto('/admin/users')
      await expect(page.getByRole('link', { name: admin.name })).toBeVisible()
      expect(await streams(page)).toBe(1)
    })

    await test.step('what somebody else is blocked for shows in every tab that lists it', async () => {
      for (let tries = 0; tries < 22; tries += 1) {
        const data = { email: `nobody${tries}@example.com`, password: 'not-the-password' }
        const headers = { origin: gatehouse.url }
        await request.post('/api/auth/sign-in/email', { data, headers })
      }
      for (const tab of blocked) await expect(tab.getByText(guessed)).toBeVisible({ timeout: 20_000 })
    })

    await test.step('the dashboard counts who comes, at once', async () => {
      for (const tab of dashboards) await expectUsers(tab, 1)
      await registerAs(request, gatehouse.url, 'first')
      for (const tab of dashboards) await expectUsers(tab, 2)
    })

    await test.step('the tab with the stream is closed, and another one opens it', async () => {
      const first = tabs.shift()
      await page.close()
      await first?.close()
      await expect.poll(() => streams(left)).toBe(1)
      await registerAs(request, gatehouse.url, 'second')
      for (const tab of dashboards) await expectUsers(tab, 3)
    })

    await left.waitForTimeout(sessionWindowMs)

    await test.step('the server starts again, and the stream comes back by itself', async () => {
      watch.allowMessage(/net::ERR_/)
      await gatehouse.stop()
      await gatehouse.start()
      await expect.poll(() => streams(left), { timeout: 20_000 }).toBe(1)
      await registerAs(request, gatehouse.url, 'third')
      for (const tab of dashboards) await expectUsers(tab, 4)
    })

    await test.step('a session that is ended elsewhere signs every tab out', async () => {
      watch.expectMessage(/status of 401/)
      await post(secondPage, '/trpc/sessions.endOthers', {})
      await expectSignedOut(tabs, Date.now())
      await expect.poll(() => streams(secondPage)).toBe(0)
    })
  },
)

test('another role signs a tab out and says so', async ({ gatehouse, page, secondPage, watch }) => {
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  await createAccount(page, newcomer)
  const stream = page.waitForResponse(/live\.stream/)
  await page.goto('/account/security')
  await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible()
  // Without a stream nobody says why.
  await stream
  watch.expectMessage(/status of 401/)
  await giveRole(secondPage, newcomer, 'moderator')
  await expect(page.getByText('Your role has changed,')).toBeVisible()
  await expect(page).toHaveURL(/next=.*security.*reason=role/)
})

test('a ban signs every tab of the banned out and says so, and signing in says until when', async ({
  context,
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  await createAccount(page, newcomer)
  await page.goto('/dashboard')
  await expectOverview(page, newcomer)
  const tabs = [page, ...(await openTabs(context, ['/account/profile', '/account/security']))]
  watch.expectMessage(/status of 40[13]/)
  const ban = {
    id: await findUserId(secondPage, newcomer.email),
    reason: 'Spam',
    until: '2031-06-03T12:00:00.000Z',
  }
  await post(secondPage, '/trpc/users.ban', ban)
  await expectSignedOut(tabs, Date.now())
  for (const tab of tabs) await expect(tab.getByText('This account was banned,')).toBeVisible()
  await submitPerson(page, newcomer, 'Sign in')
  await expect(page.getByText(/banned until.* 2031/)).toBeVisible()

  // Whatever an address says, the page says its own words.
  await page.goto('/login?reason=Call%20us')
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  await expect(page.getByText('Call us')).toBeHidden()
})

test('where no stream gets through, a tab looks by itself whether its session has ended', async ({
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createSession(secondPage, admin)
  await page.route('**/trpc/live.stream*', (route) => route.abort())
  watch.allowMessage(/net::ERR_FAILED/)
  await page.clock.install()
  await page.goto('/account/profile')
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible()
  await post(secondPage, '/trpc/sessions.endOthers', {})
  watch.expectMessage(/status of 401/)
  await page.clock.fastForward(31_000)
  await expect(page).toHaveURL(/\/login/)
})
