import type { Page } from '@playwright/test'
import { expect, testOfProcess as test } from './gatehouse.ts'
import { admin, post, setUp, signOut } from './steps.ts'

/** The paths of the API that the page has asked since. */
function watchCalls(page: Page): string[] {
  const calls: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (/^\/(trpc|api)\//.test(pathname)) calls.push(pathname)
  })
  return calls
}

test('sign-in shows without a call, compressed, and knows the settings as they are', async ({
  gatehouse,
  page,
}) => {
  const calls = watchCalls(page)
  const encodings = new Set<string>()
  page.on('response', (response) => {
    if (/\/assets\/index-.*\.(js|css)$/.test(response.url())) {
      encodings.add(response.headers()['content-encoding'] ?? 'none')
    }
  })
  await test.step('a server that nobody has set up says so at once', async () => {
    await page.goto('/login')
    await expect(page.getByText('There is no admin yet.')).toBeVisible()
    await expect(page.getByLabel('E-mail')).toBeFocused()
    await expect(page.getByRole('link', { name: 'Register' })).toBeVisible()
    await page.getByRole('link', { name: 'Register' }).click()
    await expect(page.getByRole('button', { name: 'Create account' })).toBeVisible()
    expect(calls).toEqual([])
    expect([...encodings]).toEqual([expect.stringMatching(/^(br|gzip)$/)])
  })
  await test.step('who comes back from inside finds what has changed meanwhile', async () => {
    await setUp(page, gatehouse.setupLink)
    await post(page, '/trpc/settings.set', { key: 'signUpMode', value: 'closed' })
    await signOut(page, admin)
    await expect(page.getByRole('link', { name: 'Register' })).toBeHidden()
    await expect(page.getByText('There is no admin yet.')).toBeHidden()
  })
  await test.step('a page that came without the settings asks for them', async () => {
    await page.route('**/register', async (route) => {
      const response = await route.fetch()
      const body = (await response.text()).replace(/(name="public-settings" content=")[^"]*/, '$1null')
      await route.fulfill({ response, body })
    })
    calls.length = 0
    await page.goto('/register')
    await expect(page.getByRole('heading', { name: 'Registration is closed' })).toBeVisible()
    expect(calls).toEqual(['/trpc/settings.public'])
  })
})
