import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import { admin, createAccount, createFirstAdmin, createSession, giveRole, newcomer, post } from './steps.ts'

const tabs = ['Overview', 'Blocked', 'Counters', 'Overrides', 'Policies', 'Lockouts', 'Explain'] as const
const guessed = 'POST /api/auth/sign-in/email'

const openTab = async (page: Page, name: (typeof tabs)[number]) => {
  await page.getByRole('tab', { name }).click()
  await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true')
}
const act = async (page: Page, row: string | RegExp, item: string) => {
  await page.getByRole('button', { name: row }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Guesses at passwords from this machine until the limit stops it: five at one account, the rest all over. */
async function guess(page: Page, origin: string, times = 23): Promise<void> {
  for (let tries = 0; tries < times; tries += 1) {
    const email = tries < 5 ? newcomer.email : `nobody${tries}@example.com`
    const data = { email, password: 'not-the-password' }
    await page.request.post('/api/auth/sign-in/email', { data, headers: { origin } })
  }
}

test('an admin sees what is blocked, asks why, and makes, changes and removes the rules', async ({
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  await guess(secondPage, gatehouse.url)
  await page.goto('/admin/limits')

  await test.step('the overview counts and draws what happened, and the policy alone', async () => {
    const most = page.getByText('Most blocked', { exact: true }).locator('..')
    await expect(most).toContainText('sign-in', { timeout: 25_000 })
    await page.getByRole('combobox', { name: 'Time range' }).selectOption('Last hour')
    await expect(page).toHaveURL(/range=hour/)
    await expect(page.getByText('None blocked', { exact: true }).first()).toBeAttached()
    const signIn = page.getByRole('link', { name: 'sign-in', exact: true }).first()
    // A row that is drawn anew under the pointer would lose the click.
    await expect(signIn).toHaveAttribute('href', /range=hour/)
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    await signIn.click()
    await expect(page.getByRole('heading', { name: 'Calls of sign-in over time' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'How your address is told' })).toBeVisible()
  })

  await test.step('a blocked call shows by itself, and the list can be paused', async () => {
    await openTab(page, 'Blocked')
    await expect(page.getByText(guessed)).toBeVisible()
    await page.getByRole('button', { name: 'Pause' }).click()
    await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  })

  await test.step('from there to why it is blocked', async () => {
    await act(page, /^Actions for sign-in\/ip:/, 'Explain')
    await expect(page.getByText('This call would be refused: a limit is full')).toBeVisible()
    await expect(page.getByRole('meter', { name: /^sign-in: 20 of 20 used/ })).toBeVisible()
    await expect(page.getByRole('combobox', { name: 'Which call' })).toHaveValue(guessed)
  })

  await test.step('the question is asked anew, of a user found by name', async () => {
    await page.getByRole('combobox', { name: 'Who calls' }).selectOption('A user')
    await page.getByRole('button', { name: 'Explain', exact: true }).click()
    await expect(page.getByText('Say who calls.')).toBeVisible()
    await page.getByRole('combobox', { name: 'Which call' }).fill('limits.resetAll')
    await page.getByRole('combobox', { name: 'Name or e-mail of the user' }).fill('ada')
    await page.getByRole('option', { name: newcomer.name }).click()
    await page.getByRole('button', { name: 'Explain', exact: true }).click()
    await expect(page.getByText('the role or the key does not hold the permission')).toBeVisible()
    await expect(page).toHaveURL(/procedure=limits\.resetAll/)
    await page.reload()
    await expect(page.getByText('The role user does not hold limits.manage.')).toBeVisible()
  })

  await test.step('an override is checked, added, changed and removed', async () => {
    await openTab(page, 'Overrides')
    await expect(page.getByText('No overrides yet')).toBeVisible()
    await page.getByRole('button', { name: 'Add override…' }).click()
    // Only the server knows what an address is.
    watch.expectMessage(/status of 400 .*limits\.setOverride/)
    await dialogOf(page).getByLabel('Which').fill('198.51.100.7/33')
    await dialogOf(page).getByLabel('Calls a window').fill('900')
    await dialogOf(page).getByLabel('Reason').fill('Our monitoring')
    await confirm(page, 'Add override')
    await expect(dialogOf(page).getByText('Not an address or CIDR range', { exact: false })).toBeVisible()
    await expect(dialogOf(page).getByLabel('Reason')).toHaveValue('Our monitoring')
    await dialogOf(page).getByLabel('Which').fill('198.51.100.0/24')
    await confirm(page, 'Add override')
    await expect(page.getByText('Limit 900')).toBeVisible()
    await expect(dialogOf(page)).toBeHidden()

    await act(page, 'Actions for 198.51.100.0/24', 'Change…')
    await dialogOf(page).getByLabel('Effect').selectOption('No limit')
    await dialogOf(page).getByLabel('Ends').selectOption('Never')
    await confirm(page, 'Save override')
    await expect(page.getByText('No end')).toBeVisible()

    await page.getByRole('combobox', { name: 'State' }).selectOption('Expired')
    await expect(page.getByText('State: Expired')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await act(page, 'Actions for 198.51.100.0/24', 'Remove…')
    await expect(dialogOf(page)).toContainText('198.51.100.0/24')
    await confirm(page, 'Remove override')
    await expect(page.getByText('No overrides yet')).toBeVisible()
  })

  await test.step('a policy is changed with a reason, and given its own numbers back', async () => {
    await openTab(page, 'Policies')
    await act(page, 'Actions for mail/account', 'Change…')
    await dialogOf(page).getByLabel('Calls a window').fill('5')
    await confirm(page, 'Save policy')
    await expect(dialogOf(page).getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true')
    await dialogOf(page).getByLabel('Reason').fill('Slow mail servers')
    await confirm(page, 'Save policy')
    await expect(page.getByText(`Changed by ${admin.name}`)).toBeVisible()
    await expect(page.getByText('The file says 3 per 10 min', { exact: false })).toBeVisible()
    await act(page, 'Actions for mail/account', 'Back to the file…')
    await confirm(page, 'Use the file’s numbers')
    await expect(page.getByText(`Changed by ${admin.name}`)).toBeHidden()
  })

  await test.step('a locked account is unlocked', async () => {
    await openTab(page, 'Lockouts')
    await page.getByRole('combobox', { name: 'State' }).selectOption('Locked')
    await expect(page.getByRole('link', { name: newcomer.name })).toBeVisible()
    await page.getByRole('button', { name: `Unlock… ${newcomer.name}` }).click()
    await expect(dialogOf(page)).toContainText(newcomer.name)
    await confirm(page, 'Unlock')
    await expect(page.getByText('No lockout matches')).toBeVisible()
  })

  await test.step('all counters are reset, after saying how many', async () => {
    await openTab(page, 'Counters')
    await page.getByRole('button', { name: 'Reset all…' }).click()
    await expect(dialogOf(page)).toContainText(/\d+ counters start from zero/)
    await confirm(page, 'Reset all counters')
    await expect(page.getByText(/^\d+ counters? reset$/)).toBeVisible()
    const data = { email: newcomer.email, password: newcomer.password }
    const headers = { origin: gatehouse.url }
    expect((await secondPage.request.post('/api/auth/sign-in/email', { data, headers })).status()).toBe(200)
  })
})

test('who only reads sees all of it and changes nothing; a moderator sees none of it', async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  const rule = { target: 'address', value: '198.51.100.0/24', effect: 'exempt', reason: 'Our monitoring' }
  await post(secondPage, '/trpc/limits.setOverride', rule)
  await createAccount(page, newcomer)
  await giveRole(secondPage, newcomer, 'admin_ro')
  await createSession(page, newcomer)
  await guess(page, gatehouse.url, 3)

  await page.goto('/admin/limits')
  const changing = /^(Add override|Reset all|Unlock)/
  for (const tab of tabs) {
    await openTab(page, tab)
    const changes = page.getByRole('button', { name: changing })
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    await expect(changes).toHaveCount(0)
  }
  for (const tab of ['Policies', 'Overrides'] as const) {
    await openTab(page, tab)
    await expect(page.getByText(tab === 'Policies' ? 'admin-write' : 'Our monitoring')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Actions for/ })).toHaveCount(0)
  }
  await expect(page.getByText('Your role reads limits. An admin can change them.')).toBeVisible()
  await openTab(page, 'Counters')
  await page.getByRole('button', { name: /^Actions for sign-in\/ip:/ }).click()
  await expect(page.getByRole('menuitem')).toHaveText(['Explain'])

  await giveRole(secondPage, newcomer, 'moderator')
  await createSession(page, newcomer)
  await page.goto('/admin/users')
  await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Limits' })).toHaveCount(0)
  await page.goto('/admin/limits/policies')
  await expect(page.getByRole('heading', { level: 1, name: 'Not for your role' })).toBeVisible()
})

test('my usage is a meter that empties by itself', async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/dashboard')
  const meter = page.getByRole('meter', { name: /^This session:/ })
  const used = async () => Number(await meter.getAttribute('aria-valuenow'))
  await expect.poll(used).toBeGreaterThan(2)
  // No answer of the server is needed for it.
  await page.route('**/trpc/**', () => {})
  await expect.poll(used, { timeout: 40_000 }).toBe(0)
  await expect(page.getByText('Nothing used').first()).toBeVisible()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('every page about limits can be used by everybody', { tag: '@phone' }, async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await guess(page, gatehouse.url)
  const rule = { target: 'address', value: '198.51.100.0/24', effect: 'blocked', reason: 'Guesses' }
  await post(page, '/trpc/limits.setOverride', rule)

  await page.goto('/admin/limits')
  for (const tab of tabs) {
    await test.step(tab, async () => {
      await openTab(page, tab)
      await expectAccessible(page)
    })
  }
  await test.step('an answer', async () => {
    const question = new URLSearchParams({ procedure: guessed, ip: '127.0.0.1' })
    await page.goto(`/admin/limits/explain?${question}`)
    await expect(page.getByText('This call would')).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('a form', async () => {
    await page.goto('/admin/limits/overrides?add=user')
    await expect(dialogOf(page)).toBeVisible()
    await expectAccessibleDialog(page)
  })
  await test.step('my usage', async () => {
    await page.goto('/account/usage')
    await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
    await expectAccessible(page)
  })
})
