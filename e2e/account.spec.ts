import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { makePng } from '#test/pictures.ts'
import { expectAccessible } from './accessible.ts'
import { dialogOf, expectAccessibleDialog, press } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import {
  admin,
  createAccount,
  createFirstAdmin,
  createSession,
  expectHome,
  expectOverview,
  followMail,
  navigateTo,
  newcomer,
  signIn,
  signOut,
  submitPerson,
} from './steps.ts'

const fillPassword = (page: Page, label: string, value: string) =>
  dialogOf(page).getByLabel(label, { exact: true }).fill(value)
/** A session that has ended shows itself: the server looks every two seconds, and nobody reloads. */
const expectSignedOut = (page: Page) => expect(page).toHaveURL(/\/login/, { timeout: 20_000 })

test('the overview leads on; name and e-mail are changed, the e-mail by both addresses', {
  tag: '@phone',
}, async ({ gatehouse, page, watch }) => {
  const moved = { ...admin, name: 'Grace Murray Hopper', email: 'grace.hopper@example.com' }
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/dashboard')
  await expectOverview(page, admin)
  await test.step('what guards the account, and its limits', async () => {
    await expectAccessible(page)
    await expect(page.getByRole('meter', { name: /^This session:/ })).toBeVisible()
    await expect(page.getByText('1 session')).toBeVisible()
    await page.getByRole('link', { name: 'Turn it on' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible()
  })
  await test.step('the name, with what is wrong at its field', async () => {
    await navigateTo(page, 'Profile')
    await page.getByRole('textbox', { name: 'Name' }).fill('')
    await press(page, 'Save')
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAttribute('aria-invalid', 'true')
    await expectAccessible(page)
    await page.getByRole('textbox', { name: 'Name' }).fill(moved.name)
    await press(page, 'Save')
    await expect(page.getByText('Saved')).toBeVisible()
  })
  await test.step('a picture, as it will look before it is kept', async () => {
    const main = page.getByRole('main')
    const choose = (name: string, buffer: Buffer) =>
      main.getByLabel('Picture', { exact: true }).setInputFiles({ name, mimeType: 'image/png', buffer })
    await choose('me.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    await expect(page.getByText('Your browser cannot read this as a picture.')).toBeVisible()
    await choose('me.png', makePng({ width: 900, height: 400 }))
    await expect(dialogOf(page).getByRole('img', { name: 'Your picture', exact: true })).toBeVisible()
    await expectAccessibleDialog(page)
    await press(page, 'Save picture')
    await expect(page.getByText('Picture saved')).toBeVisible()
    await expect(main.locator('img')).toHaveJSProperty('naturalWidth', 256)
    await expect(main.locator('img')).toHaveAttribute('src', /^\/api\/pictures\//)
    await press(page, 'Remove')
    await expect(page.getByText('Picture removed')).toBeVisible()
    await expect(main.locator('img')).toHaveCount(0)
  })
  await test.step('a new e-mail is asked for', async () => {
    await press(page, 'Change e-mail…')
    await page.getByLabel('New e-mail').fill(admin.email)
    await press(page, 'Send the link')
    await expect(page.getByText('This is your e-mail already.')).toBeVisible()
    await expectAccessibleDialog(page)
    await page.getByLabel('New e-mail').fill(moved.email)
    await press(page, 'Send the link')
    await expect(page.getByText(`Open the link we sent to ${admin.email}.`)).toBeVisible()
    await expect(dialogOf(page)).toBeHidden()
  })
  // What is refused there is the script by which Playwright traces: mails are shown in a frame that runs none.
  watch.allowMessage(/Blocked script execution in '\S+\/dev\/mail\//)
  await test.step('the old address confirms, and nothing has changed yet', async () => {
    await followMail(page, 'Allow the change')
    await expect(page.getByText(`Now open the link we sent to ${moved.email}.`)).toBeVisible()
    await expect(page.getByText(admin.email).first()).toBeVisible()
  })
  await test.step('the new address makes the change', async () => {
    await followMail(page, 'Confirm your new e-mail')
    await expect(page.getByText(`Your e-mail is ${moved.email} now.`)).toBeVisible()
    await expectAccessible(page)
    await navigateTo(page, 'Security')
    await expect(page.getByText(`E-mail changed: ${moved.email}`)).toBeVisible()
  })
  await test.step('the link works once, and the new address signs in', async () => {
    await followMail(page, 'Confirm your new e-mail')
    await expect(page.getByText('This link is not valid, or it was used already.')).toBeVisible()
    await signOut(page, moved)
    await submitPerson(page, moved, 'Sign in')
    await expectHome(page, moved)
  })
})

test('a new password ends every other session; a wrong old one keeps what was typed', {
  tag: '@phone',
}, async ({ gatehouse, page, secondPage, secondWatch, watch }) => {
  const changed = { ...admin, password: 'a-bug-taped-into-the-logbook' }
  await createFirstAdmin(page, gatehouse.setupLink)
  await createSession(secondPage, admin)
  await secondPage.goto('/dashboard')
  await expectOverview(secondPage, admin)
  await page.goto('/account/security')
  watch.expectMessage(/status of 400 .*change-password/)
  secondWatch.expectMessage(/status of 401/)
  await press(page, 'Change password…')
  await expect(page.getByLabel('Current password')).toBeFocused()
  await fillPassword(page, 'Current password', 'not-the-password')
  await fillPassword(page, 'New password', 'short')
  await press(page, 'Change password')
  await expect(page.getByText('At least 8 characters.')).toBeVisible()
  await fillPassword(page, 'New password', changed.password)
  await press(page, 'Change password')
  await expect(page.getByText('This is not your password.')).toBeVisible()
  await expect(page.getByLabel('Current password')).toBeFocused()
  await expect(dialogOf(page).getByLabel('New password', { exact: true })).toHaveValue(changed.password)
  await expectAccessibleDialog(page)

  await fillPassword(page, 'Current password', admin.password)
  await press(page, 'Change password')
  await expect(page.getByText('Password changed. Your other sessions have ended.')).toBeVisible()
  await expectSignedOut(secondPage)
  const events = page.getByRole('listitem')
  await expect(events.filter({ hasText: 'Password changed' })).toContainText(/Chrome \d+ on Linux/)
  await expect(events.filter({ hasText: 'Wrong password' })).toBeVisible()
  await expect(events.locator('time').first()).toHaveAttribute('title', /\d{4}/)
  await signIn(secondPage, changed)

  await test.step('Escape closes a dialog, and the focus is where it was', async () => {
    await press(page, 'Change password…')
    await page.keyboard.press('Escape')
    await expect(dialogOf(page)).toBeHidden()
    await expect(page.getByRole('button', { name: 'Change password…' })).toBeFocused()
  })
})

test('sessions are listed, ended one by one and all at once', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
  secondWatch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  secondWatch.expectMessage(/status of 401/)
  const rows = page.locator('#sessions').getByRole('listitem')
  // Where sessions were a page of their own.
  await page.goto('/account/sessions')
  await expect(page).toHaveURL(/\/account\/security#sessions$/)
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText('This one')
  await expect(page.getByRole('button', { name: 'End all others…' })).toBeDisabled()
  await expect(page.getByText('This is your only session.')).toBeVisible()
  await expectAccessible(page)

  const signInElsewhere = async () => {
    await createSession(secondPage, admin)
    await secondPage.goto('/dashboard')
    await expectOverview(secondPage, admin)
    await page.reload()
    await expect(rows).toHaveCount(2)
    await expect(rows.filter({ hasText: 'This one' })).toHaveCount(1)
  }
  await test.step('one', async () => {
    await signInElsewhere()
    await expectAccessible(page)
    await page.getByRole('button', { name: /^End the session of Chrome/ }).click()
    await expect(dialogOf(page)).toContainText(/Chrome \d+ on Linux is signed out at once\./)
    await press(page, 'End session')
    await expectSignedOut(secondPage)
    await expect(rows).toHaveCount(1)
  })
  await test.step('all others', async () => {
    await signInElsewhere()
    await press(page, 'End all others…')
    await expect(dialogOf(page)).toContainText('End the other session?')
    await press(page, 'End all others')
    await expectSignedOut(secondPage)
    await expect(page.getByText('1 session ended.')).toBeVisible()
    await expect(rows).toHaveCount(1)
  })
})

test('what is kept about me is exported and deleted, each after a proof of who asks', {
  tag: '@phone',
}, async ({ gatehouse, page, secondPage, sharedServer, watch }) => {
  await createFirstAdmin(secondPage, gatehouse.setupLink)
  await createAccount(page, newcomer)
  await page.goto('/account/data')
  await expect(page.getByRole('button', { name: 'Export my data' })).toBeVisible()
  await expectAccessible(page)

  await test.step('a session that was not proved for long asks for the password', async () => {
    await sharedServer.execute("update session set confirmed_at = confirmed_at - interval '11 minutes'")
    // An export is a query, which may know for a second what was so before.
    await page.waitForTimeout(1000)
    watch.expectMessage(/status of 403/)
    await press(page, 'Export my data')
    await expect(dialogOf(page)).toContainText('This needs your password once more.')
    await fillPassword(page, 'Password', 'not-the-password')
    await press(page, 'Confirm')
    await expect(dialogOf(page).getByText('This is not your password.')).toBeVisible()
    await fillPassword(page, 'Password', newcomer.password)
  })
  await test.step('the file holds what the page promises', async () => {
    const download = page.waitForEvent('download')
    await press(page, 'Confirm')
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^.+-my-data-\d{4}-\d\d-\d\d\.json$/)
    const data = JSON.parse(await readFile(await file.path(), 'utf8'))
    expect(data).toMatchObject({
      profile: { name: newcomer.name, email: newcomer.email, role: 'user' },
      accounts: [{ provider: 'credential' }],
      sessions: [{ device: expect.stringContaining('Chrome') }],
      twoFactor: { enabled: false },
      passkeys: [],
      invitations: [],
    })
    const actions = data.events.map(({ action }: { action: string }) => action)
    expect(actions).toEqual(expect.arrayContaining(['user.signUp', 'session.signIn', 'session.confirm']))
    expect(JSON.stringify(data)).not.toContain(admin.email)
    await expect(page.getByText('Your data is in your downloads.')).toBeVisible()
  })
  await test.step('deleting says what it means and waits for the e-mail', async () => {
    await press(page, 'Delete account…')
    await expect(dialogOf(page)).toContainText('For 30 days an admin can restore the account.')
    await expectAccessibleDialog(page)
    const confirm = page.getByRole('button', { name: 'Delete my account' })
    await expect(confirm).toBeDisabled()
    await dialogOf(page).getByLabel(`Type “${newcomer.email}” to confirm`).fill(newcomer.email)
    await confirm.click()
    await expect(dialogOf(page).getByText('Enter your password to confirm.')).toBeVisible()
    await fillPassword(page, 'Password', newcomer.password)
    await confirm.click()
    await expectSignedOut(page)
  })
  await test.step('afterwards nobody knows them', async () => {
    watch.expectMessage(/status of 401/)
    await submitPerson(page, newcomer, 'Sign in')
    await expect(page.getByText('The e-mail or the password is not right.')).toBeVisible()
  })
  await test.step('the last admin stays, and is told why', async () => {
    await page.context().clearCookies()
    await page.goto('/login')
    await submitPerson(page, admin, 'Sign in')
    await expectHome(page, admin)
    await page.goto('/account/data')
    await press(page, 'Delete account…')
    await fillPassword(page, 'Password', admin.password)
    await dialogOf(page).getByLabel(`Type “${admin.email}” to confirm`).fill(admin.email)
    await press(page, 'Delete my account')
    await expect(page.getByText('You are the last admin. Make somebody else an admin first.')).toBeVisible()
  })
})
