import type { Page } from '@playwright/test'
import { type OpenIdProvider, startOpenIdProvider } from '#test/openid-provider.ts'
import { expectAccessible } from './accessible.ts'
import { expect, testOfProcess } from './gatehouse.ts'
import { startServer } from './server-process.ts'
import { createAccount, createFirstAdmin, navigateTo, newcomer, signOut } from './steps.ts'

const google = { clientId: 'gatehouse', clientSecret: 'gatehouse-at-the-provider' }
const redirecting = new URL('./redirect-google.mjs', import.meta.url)

/** A server that knows Google, and a provider of this machine in Google's place. */
const test = testOfProcess.extend<{ provider: { current: OpenIdProvider | null } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it must make from here
  provider: async ({}, use) => {
    const provider: { current: OpenIdProvider | null } = { current: null }
    await use(provider)
    provider.current?.close()
  },
  gatehouse: async ({ provider }, use) => {
    const server = await startServer({
      prepare: async (env) => {
        const redirectUri = `http://localhost:${env.PORT}/api/auth/callback/google`
        provider.current = await startOpenIdProvider({ ...google, redirectUri })
        env.GOOGLE_CLIENT_ID = google.clientId
        env.GOOGLE_CLIENT_SECRET = google.clientSecret
        env.LOCAL_OPENID_PROVIDER = provider.current.origin
        env.NODE_OPTIONS = `--import=${redirecting}`
      },
    })
    await use(server)
    await server.remove()
  },
})

/** Answers for accounts.google.com: by the local provider, or as somebody who thinks better of it. */
async function standInForGoogle(page: Page, { origin }: OpenIdProvider): Promise<{ cancel: boolean }> {
  const mood = { cancel: false }
  await page.route('https://accounts.google.com/**', async (route) => {
    const asked = new URL(route.request().url())
    const back = new URL(asked.searchParams.get('redirect_uri') ?? '')
    back.search = new URLSearchParams({
      error: 'access_denied',
      state: asked.searchParams.get('state') ?? '',
    }).toString()
    const location = mood.cancel ? back.href : `${origin}/auth${asked.search}`
    // A redirect by script: a route cannot answer a navigation with a redirect to elsewhere in every browser.
    const body = `<script>location.replace(${JSON.stringify(location)})</script>`
    await route.fulfill({ contentType: 'text/html', body })
  })
  return mood
}

const row = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

test('Google is connected, signs in, and is disconnected; the last way in stays', { tag: '@phone' }, async ({
  gatehouse,
  provider,
  page,
  secondPage,
  watch,
}) => {
  if (!provider.current) throw new Error('The provider did not start.')
  watch.expectMessage(/a request to https:\/\/accounts\.google\.com/)
  watch.expectMessage(/a request to http:\/\/127\.0\.0\.1/)
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  await createAccount(page, newcomer)
  await page.goto('/account/connections')
  await expect(page.getByRole('button', { name: 'Connect Google' })).toBeVisible()
  await expectAccessible(page)
  const mood = await standInForGoogle(page, provider.current)

  await test.step('who cancels there is told that nothing was connected', async () => {
    mood.cancel = true
    await page.getByRole('button', { name: 'Connect Google' }).click()
    await expect(page.getByText('Nothing was connected. It was cancelled at the provider.')).toBeVisible()
    await expect(row(page, 'Google')).toContainText('Not connected')
    await expectAccessible(page)
    mood.cancel = false
  })
  await test.step('an account of another address is not connected', async () => {
    if (provider.current) provider.current.person.email = 'countess@example.com'
    await page.getByRole('button', { name: 'Connect Google' }).click()
    await expect(page.getByText('The account there has another e-mail than yours here.')).toBeVisible()
    if (provider.current) provider.current.person.email = newcomer.email
  })
  await test.step('one of the same address is', async () => {
    await page.getByRole('button', { name: 'Connect Google' }).click()
    await expect(page.getByRole('button', { name: 'Disconnect Google…' })).toBeEnabled()
    await expect(page.getByText('Nothing was connected')).toBeHidden()
    await expectAccessible(page)
  })
  await test.step('disconnecting says what it means, and happens', async () => {
    await page.getByRole('button', { name: 'Disconnect Google…' }).click()
    await expect(page.getByRole('dialog')).toContainText('You will not sign in with Google any more.')
    await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
    await expect(page.getByText('Google is disconnected.')).toBeVisible()
    await expect(row(page, 'Google')).toContainText('Not connected')
  })
  await test.step('whoever comes by Google only keeps it, and is told why', async () => {
    if (provider.current) {
      provider.current.person = { sub: 'google-2', email: 'lovelace@example.com', email_verified: true }
    }
    await signOut(page, newcomer)
    // At the provider as well.
    await page.context().clearCookies()
    await page.getByRole('button', { name: /Google/ }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    await navigateTo(page, 'Profile')
    await expect(page.getByRole('button', { name: 'Disconnect Google…' })).toBeDisabled()
    await expect(row(page, 'Google')).toContainText(
      'Your only way in. Connect another account or choose a password first.',
    )
    await expectAccessible(page)
  })
  await test.step('who has no password gets the first one by mail, and two-factor waits for it', async () => {
    await navigateTo(page, 'Security')
    await expect(page.getByRole('button', { name: 'Turn on…' })).toBeDisabled()
    await expect(page.getByText('Choose a password first')).toBeVisible()
    await page.getByRole('button', { name: 'Choose a password…' }).click()
    await page.getByRole('button', { name: 'Send the link' }).click()
    await expect(page.getByText('A link is on its way to lovelace@example.com.')).toBeVisible()
    await navigateTo(page, 'Profile')
    await page.getByRole('button', { name: 'Delete account…' }).click()
    await expect(page.getByRole('dialog').getByLabel('Password', { exact: true })).toBeHidden()
  })
})
