import { expect, test, testOfProcess } from './gatehouse.ts'
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
  // The router notes on the console what a page could not load.
  watch.expectMessage(/TRPCClientError/)
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
