import type { Page } from '@playwright/test'
import { expect, test, testOfProcess, type Watch } from './gatehouse.ts'
import { admin, createFirstAdmin, expectOverview } from './steps.ts'

testOfProcess(
  'while the service is away nobody is signed out, and nothing typed is lost',
  async ({ gatehouse, page, watch }) => {
    await createFirstAdmin(page, gatehouse.setupLink)
    await page.goto('/account/profile')
    await page.getByRole('textbox', { name: 'Name' }).fill('Rear Admiral')

    watch.expectMessage(/net::ERR_CONNECTION_REFUSED/)
    // A call that was on its way when the server stopped.
    watch.allowMessage(/net::ERR_CONNECTION_RESET/)
    // Or that came while it was stopping.
    watch.allowMessage(/status of 503/)
    await gatehouse.stop()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText(/does not answer/).first()).toBeVisible()
    await expect(page).toHaveURL(/\/account\/profile$/)

    await gatehouse.start()
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Rear Admiral')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved')).toBeVisible()
    await page.goto('/dashboard')
    await expectOverview(page, { ...admin, name: 'Rear Admiral' })
  },
)

test('a page that opens during an outage says so, and goes on by itself', async ({
  gatehouse,
  page,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  // What a proxy answers for a server that is away.
  watch.expectMessage(/status of 503/)
  const away = { kind: 'unavailable', retryAfterMs: 1000 }
  await page.route('**/trpc/**', (route) =>
    route.fulfill({ status: 503, json: { code: 'SERVICE_UNAVAILABLE', message: 'Away.', reason: away } }),
  )
  await page.goto('/dashboard')
  await expect(page.getByText('The service does not answer').first()).toBeVisible()
  await expect(page).toHaveURL(/\/dashboard$/)
  await page.unroute('**/trpc/**')
  await page.getByRole('button', { name: 'Retry' }).click()
  await expectOverview(page, admin)
})

/** Answers no file of the client any more whose name begins so, as while a connection breaks. Returns how to end it. */
async function blockPart(page: Page, watch: Watch, name: string) {
  watch.allowMessage(/net::ERR_FAILED/)
  // React and the router note on the console what they caught.
  watch.allowMessage(/A part of the page did not load/)
  const files = `**/assets/${name}*.js`
  await page.route(files, (route) => route.abort())
  return () => page.unroute(files)
}

test('a part that does not come leaves the page as it is, and comes when it is asked for again', {
  tag: '@phone',
}, async ({ gatehouse, page, watch }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/admin/users')
  const dialog = page.getByRole('dialog')
  const unblock = await blockPart(page, watch, 'invite-form')

  await test.step('a dialog', async () => {
    await page.getByRole('button', { name: 'Create user' }).click()
    const toast = page.getByRole('alert').filter({ hasText: 'This part did not load.' })
    await expect(toast).toBeVisible()
    await expect(page.getByRole('main').getByRole('link', { name: admin.name })).toBeVisible()
    await toast.getByRole('button', { name: 'Close' }).click()
    await expect(toast).toBeHidden()
    // It was closed, so it can be asked for anew.
    await page.getByRole('button', { name: 'Create user' }).click()
    await unblock()
    await toast.getByRole('button', { name: 'Retry' }).click()
    await expect(dialog.getByLabel('E-mail')).toBeFocused()
    await expect(toast).toBeHidden()
    await page.keyboard.press('Escape')
  })
  await test.step('a page, whose frame stays around the notice', async () => {
    const unblock = await blockPart(page, watch, 'settings-page')
    const menu = page.getByRole('button', { name: 'Open the menu' })
    if (await menu.isVisible()) await menu.click()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
    const heading = page.getByRole('heading', { level: 1, name: 'This page did not load' })
    await expect(heading).toBeVisible()
    const main = await page.getByRole('main').boundingBox()
    const panel = await page.getByRole('main').locator('section').first().boundingBox()
    expect((panel?.x ?? 0) - (main?.x ?? 0)).toBeGreaterThanOrEqual(16)
    await unblock()
    await page.getByRole('button', { name: 'Retry' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  })
})

test('a page that a release has replaced is loaded anew, once, and keeps what was typed', async ({
  gatehouse,
  page,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/account/profile')
  await page.getByRole('textbox', { name: 'Name' }).fill('Rear Admiral')
  await blockPart(page, watch, 'command-palette')
  // What the server answers with another build.
  const body = '<script type="module" src="/assets/index-another.js"></script>'
  await page.route('**/login', (route) => route.fulfill({ contentType: 'text/html', body }))
  const loaded = page.waitForEvent('load')
  await page.keyboard.press('Control+K')
  await loaded
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Rear Admiral')

  // The new page lacks the part as well, as when an older build answers: it is not loaded anew for ever.
  let loads = 0
  page.on('load', () => (loads += 1))
  await page.keyboard.press('Control+K')
  await expect(page.getByText('This part did not load.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Rear Admiral')
  expect(loads).toBe(0)
})
