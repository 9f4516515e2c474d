import { confirm } from './dialogs.ts'
import { expect, testOfProcess as test } from './gatehouse.ts'
import {
  admin,
  expectOverview,
  followMail,
  navigateTo,
  newcomer,
  setUp,
  signOut,
  submitPerson,
} from './steps.ts'

const refusedSignIns = 20
const renamed = { ...newcomer, name: 'Ada King' }

test('from the first admin to a limit that holds and is reset', async ({
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await test.step('the printed link makes the first admin, once', async () => {
    await setUp(secondPage, gatehouse.setupLink)
    await page.goto(gatehouse.setupLink)
    await expect(page.getByRole('heading', { level: 1, name: 'Set-up is done' })).toBeVisible()
  })

  await test.step('a newcomer registers and verifies by the mail', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: 'Register' }).click()
    await submitPerson(page, newcomer, 'Create account')
    await expectOverview(page, newcomer)
    await expect(page.getByText('Not verified')).toBeVisible()
    // What is refused there is Playwright's own script: mails are shown in a frame that runs none.
    watch.allowMessage(/Blocked script execution in '\S+\/dev\/mail\//)
    const waiting = await page.context().newPage()
    await waiting.goto('/verify-email')
    const overview = await page.context().newPage()
    await overview.goto('/dashboard')
    await expect(overview.getByText('Verify your e-mail')).toBeVisible()
    await followMail(page, 'Confirm')
    // Where the link led, and in the tabs that waited for it.
    for (const tab of [page, overview]) {
      await expectOverview(tab, newcomer)
      await expect(tab.getByText('Your e-mail is verified.')).toBeVisible()
      await expect(tab.getByText('Verified', { exact: true })).toBeVisible()
      await expect(tab.getByText('Not verified')).toBeHidden()
    }
    await expect(waiting.getByRole('heading', { level: 1, name: 'Your e-mail is verified' })).toBeVisible()
    for (const tab of [waiting, overview]) await tab.close()
  })

  await test.step('signs out and in again', async () => {
    await signOut(page, newcomer)
    await submitPerson(page, newcomer, 'Sign in')
    await expectOverview(page, newcomer)
  })

  await test.step('changes the name, and the admin sees it in the list', async () => {
    await navigateTo(page, 'Profile')
    await page.getByRole('textbox', { name: 'Name' }).fill(renamed.name)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved')).toBeVisible()

    await navigateTo(secondPage, 'Users')
    await secondPage.getByRole('searchbox', { name: 'Search by name, e-mail or id' }).fill(renamed.email)
    await expect(secondPage.getByRole('link', { name: renamed.name })).toBeVisible()
    await expect(secondPage.getByRole('link', { name: admin.name })).toBeHidden()
    await secondPage.getByRole('link', { name: renamed.name }).click()
    await expect(secondPage.getByRole('heading', { level: 1, name: renamed.name })).toBeVisible()
  })

  await test.step('the console is not for the newcomer', async () => {
    await page.goto('/admin/users')
    await expect(page).toHaveURL(/\/unauthorized$/)
    await expect(page.getByRole('heading', { level: 1, name: 'Not for your role' })).toBeVisible()
    await page.goto('/dashboard')
    await signOut(page, renamed)
  })

  const guess = async (email: string) => {
    const answer = page.waitForResponse('**/api/auth/sign-in/email')
    await submitPerson(page, { name: '', email, password: 'not-the-password' }, 'Sign in')
    return (await answer).status()
  }

  await test.step('five wrong passwords lock an account, and the page says until when', async () => {
    watch.expectMessage(/status of 401/)
    watch.expectMessage(/status of 429/)
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await guess('nobody@example.com')).toBe(401)
      await expect(page.getByText('is not right')).toBeVisible()
    }
    expect(await guess('nobody@example.com')).toBe(429)
    await expect(page.getByText(/^Too many wrong passwords\. Locked until /)).toBeVisible()
  })

  await test.step('too many tries are told to wait, and count down', async () => {
    const limited = page.getByText(/^Too many tries\. Again in \d+ s\.$/)
    // Each of another account, so that the address is what is refused.
    for (let tries = 0; tries <= refusedSignIns && !(await limited.isVisible()); tries += 1) {
      const status = await guess(`nobody${tries}@example.com`)
      await (status === 429 ? expect(limited) : expect(page.getByText('is not right'))).toBeVisible()
    }
    const seconds = async () => Number((await limited.textContent())?.match(/\d+/)?.[0])
    const first = await seconds()
    expect(first).toBeGreaterThan(1)
    await expect.poll(seconds).toBeLessThan(first)
    await expect(page.getByRole('button', { name: /^Again in/ })).toBeDisabled()
  })

  await test.step('the admin resets the counter', async () => {
    await navigateTo(secondPage, 'Limits')
    await secondPage.getByRole('tab', { name: 'Counters' }).click()
    await secondPage.getByRole('combobox', { name: 'State' }).selectOption('Blocked')
    await secondPage.getByRole('button', { name: /^Actions for sign-in\/ip:/ }).click()
    await secondPage.getByRole('menuitem', { name: 'Reset' }).click()
    await confirm(secondPage, 'Reset counter')
    await expect(secondPage.getByText('No counter matches')).toBeVisible()
  })

  await test.step('the newcomer signs in at once, and comes back to where they were going', async () => {
    await page.goto('/account/profile')
    await expect(page).toHaveURL(/\/login\?next=/)
    await submitPerson(page, newcomer, 'Sign in')
    await expect(page).toHaveURL(/\/account\/profile$/)
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue(renamed.name)
  })

  await test.step('after signing out the overview leads to sign-in and back', async () => {
    await signOut(page, renamed)
    await page.goto('/dashboard')
    await expect(page).toHaveURL(/\/login\?next=%2Fdashboard$/)
    await submitPerson(page, newcomer, 'Sign in')
    await expectOverview(page, renamed)
  })
})
