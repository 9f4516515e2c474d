import type { Page } from '@playwright/test'
import { newcomer, post } from '#e2e/steps.ts'
import { authenticatorApp } from '#test/totp.ts'

const dayMs = 24 * 60 * 60 * 1000
const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString()

/** Does in the admin's name what an admin does on a usual day, so that there is something to see of it. */
export async function actAsAdmin(page: Page): Promise<void> {
  const ids = await seededIds(page)
  const of = (index: number) => ids[index % ids.length] ?? ''
  await post(page, '/trpc/users.setRole', { id: of(3), role: 'admin_ro' })
  await post(page, '/trpc/users.ban', { id: of(5), reason: 'Sent unwanted mail', until: inDays(12) })
  await post(page, '/trpc/users.ban', { id: of(8), reason: 'Shared a password', until: null })
  await post(page, '/trpc/users.unban', { id: of(8) })
  await post(page, '/trpc/users.invite', { email: 'editor@example.com', role: 'moderator', expiresInDays: 7 })
  await post(page, '/trpc/limits.setOverride', {
    target: 'address',
    value: '198.51.100.0/24',
    effect: 'exempt',
    reason: 'Our monitoring',
    expiresAt: inDays(90),
  })
  await post(page, '/trpc/limits.setPolicy', {
    id: 'mail',
    scope: 'account',
    limit: 5,
    windowMs: 600_000,
    reason: 'Slow mail servers',
  })
  await post(page, '/trpc/settings.set', { key: 'signUpMode', value: 'approval' })
}

/** Those whom the past is full of. */
export async function seededIds(page: Page): Promise<string[]> {
  const params = { input: JSON.stringify({ limit: 50, role: 'user' }) }
  const { result } = await (await page.request.get('/trpc/users.list', { params })).json()
  return result.data.items.map(({ id }: { id: string }) => id)
}

/** Makes accounts for programs in the admin's name, with a key each. */
export async function makeServiceAccounts(page: Page): Promise<void> {
  const accounts = [
    { name: 'Billing', role: 'admin_ro' },
    { name: 'Nightly report', role: 'admin_ro' },
    { name: 'Support desk', role: 'moderator' },
  ]
  for (const account of accounts) {
    const made = await post<{ result: { data: { id: string } } }>(
      page,
      '/trpc/serviceAccounts.create',
      account,
    )
    const { id: accountId } = made.result.data
    const key = { accountId, name: 'Server', permissions: ['users.list'] }
    await post(page, '/trpc/serviceAccounts.createKey', key)
  }
}

/** Turns codes on for the person of this browser; before somebody guesses, since it tests their password too. */
export async function enrolSecondFactor(page: Page, password: string): Promise<void> {
  const path = '/api/auth/two-factor'
  const { totpURI } = await post<{ totpURI: string }>(page, `${path}/enable`, { password })
  await post(page, `${path}/verify-totp`, { code: authenticatorApp(totpURI).code() })
}

/** Guesses at passwords until the limit stops it: five at one account, which locks it, the rest all over. */
export async function guess(page: Page, origin: string): Promise<void> {
  for (let tries = 0; tries < 30; tries += 1) {
    const email = tries < 5 ? newcomer.email : `nobody${tries}@example.com`
    const data = { email, password: 'not-the-password' }
    await page.request.post('/api/auth/sign-in/email', { data, headers: { origin } })
  }
}
