import type { Page } from '@playwright/test'
import { authenticatorApp } from '#test/totp.ts'
import { expectAccessible } from './accessible.ts'
import { expect, test } from './gatehouse.ts'
import { addPasskeyDevice } from './passkey-device.ts'
import {
  admin,
  createFirstAdmin,
  expectHome,
  expectOverview,
  findUserId,
  newcomer,
  post,
  signOut,
  submitPerson,
} from './steps.ts'

const expectHeading = (page: Page, name: string) =>
  expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()

const setSignUp = (page: Page, mode: string) =>
  post(page, '/trpc/settings.set', { key: 'signUpMode', value: mode })

async function enterCode(page: Page, label: string, code: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Sets codes up for the person of this browser and forgets the session; the security page is not what is tested here. */
async function enrol(page: Page) {
  const { totpURI, backupCodes } = await post<{ totpURI: string; backupCodes: string[] }>(
    page,
    '/api/auth/two-factor/enable',
    { password: admin.password },
  )
  const authenticator = authenticatorApp(totpURI)
  await post(page, '/api/auth/two-factor/verify-totp', { code: authenticator.code() })
  await page.context().clearCookies()
  await page.goto('/login')
  return { authenticator, backupCodes }
}

test('a code is asked for after the password, and leads to where the person was going', {
  tag: '@phone',
}, async ({ gatehouse, page, watch }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  const { authenticator } = await enrol(page)
  watch.expectMessage(/status of 401/)

  await test.step('without a sign-in that waits for it a code is of no use', async () => {
    await page.goto('/login?step=two-factor&next=/account/profile')
    await enterCode(page, 'Code', authenticator.wrongCode())
    await expect(page.getByText('The code came too late.')).toBeVisible()
    await page.getByRole('link', { name: 'Sign in again' }).click()
    await expectHeading(page, 'Sign in')
  })
  await test.step('a wrong code is refused, and what was typed stays', async () => {
    await submitPerson(page, admin, 'Sign in')
    await expectHeading(page, 'Enter your code')
    await expectAccessible(page)
    await enterCode(page, 'Code', authenticator.wrongCode())
    await expect(page.getByText('This code is not right.')).toBeVisible()
    await expect(page.getByLabel('Code', { exact: true })).toHaveValue(/^\d{6}$/)
    await enterCode(page, 'Code', '12')
    await expect(page.getByText('Six digits.')).toBeVisible()
  })
  await test.step('the right one is not', async () => {
    // The code of this half minute was used to set it up; the next one is accepted already.
    await enterCode(page, 'Code', authenticator.code(1))
    await expect(page).toHaveURL(/\/account\/profile$/)
  })
})

test('a recovery code does as well, and a trusted device is not asked again', { tag: '@phone' }, async ({
  gatehouse,
  page,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  const { backupCodes } = await enrol(page)
  await submitPerson(page, admin, 'Sign in')
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await expectHeading(page, 'Enter a recovery code')
  await expectAccessible(page)
  await page.getByLabel('Trust this device for 30 days').check()
  await enterCode(page, 'Recovery code', backupCodes[0] ?? '')
  await expectHome(page, admin)
  await signOut(page, admin)
  await submitPerson(page, admin, 'Sign in')
  await expectHome(page, admin)
})

test('a passkey signs in without a password', async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  const device = await addPasskeyDevice(page)
  await page.goto('/dashboard')
  await expectOverview(page, admin)
  await addPasskey(page)
  await signOut(page, admin)

  await test.step('who does not prove to be there stays outside', async () => {
    await device.setPresent(false)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page.getByText('No passkey was used.')).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('who does is in', async () => {
    await device.setPresent(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expectHome(page, admin)
  })
})

/** What the page of passkeys does: the browser makes one, the server keeps its public half. */
async function addPasskey(page: Page): Promise<void> {
  const status = await page.evaluate(async () => {
    const options = await (await fetch('/api/auth/passkey/generate-register-options')).json()
    const made = await navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    })
    if (!(made instanceof PublicKeyCredential)) return 'no passkey was made'
    const answer = await fetch('/api/auth/passkey/verify-registration', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response: made.toJSON(), name: 'Laptop' }),
    })
    return answer.ok ? 'kept' : answer.text()
  })
  expect(status).toBe('kept')
}

test('who registers waits for an admin wherever they go, and is in once approved', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await setSignUp(page, 'approval')

  await secondPage.goto('/register')
  await expect(secondPage.getByText('An admin looks at each new account')).toBeVisible()
  await expectAccessible(secondPage)
  await submitPerson(secondPage, newcomer, 'Create account')
  await expectHeading(secondPage, 'Waiting for approval')
  await expect(secondPage.getByText(newcomer.email)).toBeVisible()
  await expectAccessible(secondPage)
  for (const path of ['/admin/users', '/admin/limits', '/account/usage', '/account/profile']) {
    await secondPage.goto(path)
    await expectHeading(secondPage, 'Waiting for approval')
  }

  await test.step('signs out and in again, and still waits', async () => {
    await secondPage.getByRole('button', { name: 'Sign out' }).click()
    await expectHeading(secondPage, 'Sign in')
    await secondPage.goto('/login?next=/account/profile')
    await submitPerson(secondPage, newcomer, 'Sign in')
    await expectHeading(secondPage, 'Waiting for approval')
  })

  await test.step('the number beside Approvals says that somebody waits, and goes once nobody does', async () => {
    await page.goto('/admin')
    await expectHeading(page, 'Dashboard')
    const menu = page.getByRole('button', { name: 'Open the menu' })
    if (await menu.isVisible()) await menu.click()
    const approvals = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Approvals' })
    await expect(approvals).toHaveText('Approvals1 waiting')
  })

  await test.step('the page that was asked for opens by itself', async () => {
    await post(page, '/trpc/users.approve', { id: await findUserId(page, newcomer.email) })
    // Coming back to the tab asks at once, without waiting for the half minute.
    await secondPage.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expectHeading(secondPage, 'Profile')
    await expect(page.getByText('1 waiting')).toHaveCount(0)
  })
})

test('an invitation is accepted once, also while nobody can register', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  for (const [mode, heading] of [
    ['invite', 'By invitation only'],
    ['closed', 'Registration is closed'],
  ] as const) {
    await setSignUp(page, mode)
    await secondPage.goto('/register')
    await expectHeading(secondPage, heading)
    await expect(secondPage.getByRole('button', { name: 'Create account' })).toBeHidden()
    await expectAccessible(secondPage)
    await secondPage.getByRole('link', { name: 'Sign in' }).click()
    await expectHeading(secondPage, 'Sign in')
    await expect(secondPage.getByRole('link', { name: 'Register' })).toBeHidden()
  }
  await setSignUp(page, 'invite')
  await post(page, '/trpc/users.invite', { email: newcomer.email, role: 'moderator', expiresInDays: 7 })
  // What is refused there is Playwright's own script: mails are shown in a frame that runs none.
  watch.allowMessage(/Blocked script execution in '\S+\/dev\/mail\//)
  const link = await invitationLink(page)
  await secondPage.goto(link)
  await expectHeading(secondPage, 'Accept your invitation')
  await expect(secondPage.getByText(`${admin.name} invites you.`)).toBeVisible()
  await expect(secondPage.getByLabel('E-mail')).toHaveValue(newcomer.email)
  await expectAccessible(secondPage)

  await secondPage.getByRole('button', { name: 'Accept and sign in' }).click()
  await expect(secondPage.getByText('Required.')).toBeVisible()
  await secondPage.getByRole('textbox', { name: 'Name' }).fill(newcomer.name)
  await secondPage.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await secondPage.getByRole('button', { name: 'Accept and sign in' }).click()
  await expectHome(secondPage, newcomer)
})

test('an invitation that was used, or is none, says so', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await post(page, '/trpc/users.invite', { email: newcomer.email, role: 'user', expiresInDays: 7 })
  // What is refused there is Playwright's own script: mails are shown in a frame that runs none.
  watch.allowMessage(/Blocked script execution in '\S+\/dev\/mail\//)
  watch.expectMessage(/status of 404 .*invitations\.find/)
  watch.expectMessage(/status of 400 .*invitations\.find/)
  const link = await invitationLink(page)
  const token = new URL(link).searchParams.get('token')
  await secondPage.goto('/accept-invitation')
  await expectHeading(secondPage, 'This invitation does not work')
  await post(page, '/trpc/invitations.accept', { token, name: 'Ada', password: newcomer.password })
  for (const broken of [link, '/accept-invitation?token=cut-off']) {
    await page.goto(broken)
    await expectHeading(page, 'This invitation does not work')
    await expectAccessible(page)
  }
})

async function invitationLink(page: Page): Promise<string> {
  await page.goto('/dev/mail')
  await page
    .getByRole('link', { name: /invite/i })
    .first()
    .click()
  const link = await page.locator('[data-mail-link]').first().getAttribute('href')
  await page.goto('/dashboard')
  return link ?? ''
}

test('what a link or a provider came back with is said as a sentence', { tag: '@phone' }, async ({
  page,
}) => {
  const sentences = {
    SIGN_UP_CLOSED: 'New accounts are not open right now.',
    SIGN_IN_FIRST: 'Sign in, then open the link from our mail again.',
    EMAIL_TAKEN: 'Somebody else uses this e-mail by now.',
    INVALID_TOKEN: 'This link is not valid, or it was used already.',
    IMPERSONATING: 'Not while you act as somebody else.',
    ACCOUNT_BANNED: 'This account is banned.',
  }
  for (const [code, sentence] of Object.entries(sentences)) {
    await page.goto(`/login?error=${code}`)
    await expect(page.getByText(sentence)).toBeVisible()
  }
  await expectAccessible(page)
})
