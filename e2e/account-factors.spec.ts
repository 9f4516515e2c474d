import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { decodeBase32, totp } from '#test/totp.ts'
import { expectAccessible } from './accessible.ts'
import { dialogOf, expectAccessibleDialog, press } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import { addPasskeyDevice } from './passkey-device.ts'
import { admin, createFirstAdmin, expectHome, navigateTo, signOut, submitPerson } from './steps.ts'

/** An act that asks for the password first, then goes on. */
async function withPassword(page: Page, open: string, confirm: string): Promise<void> {
  await press(page, open)
  await dialogOf(page).getByLabel('Password', { exact: true }).fill(admin.password)
  await press(page, confirm)
}
const shownCodes = (page: Page) =>
  page.getByRole('list', { name: 'Your recovery codes' }).getByRole('listitem').allTextContents()

test('two-factor is turned on, asked for, renewed and turned off', { tag: '@phone' }, async ({
  gatehouse,
  page,
  context,
  watch,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: gatehouse.url })
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/account/security')
  await expect(page.getByText('Off', { exact: true })).toBeVisible()
  await expectAccessible(page)
  watch.expectMessage(/status of 400/)
  watch.expectMessage(/status of 401/)

  await test.step('not with a wrong password', async () => {
    await press(page, 'Turn on…')
    await dialogOf(page).getByLabel('Password', { exact: true }).fill('not-the-password')
    await press(page, 'Continue')
    await expect(page.getByText('This is not your password.')).toBeVisible()
    await page.keyboard.press('Escape')
  })
  const readKey = async () => {
    const shown = await page.getByRole('group', { name: 'Key for the app' }).textContent()
    return decodeBase32((shown ?? '').replaceAll(' ', ''))
  }
  let key: Buffer = Buffer.alloc(0)
  await test.step('the app takes the shown key; a wrong code is refused', async () => {
    await withPassword(page, 'Turn on…', 'Continue')
    await expect(page.getByRole('img', { name: 'QR code for an authenticator app' })).toBeVisible()
    await expectAccessibleDialog(page)
    key = await readKey()
    await press(page, 'Copy the key')
    expect(decodeBase32(await page.evaluate(() => navigator.clipboard.readText()))).toEqual(key)
    await page.getByLabel('Code', { exact: true }).fill(wrongCode(key))
    await press(page, 'Turn on')
    await expect(
      page.getByText('This is not the code. Enter the newest one that the app shows.'),
    ).toBeVisible()
    await page.getByLabel('Code', { exact: true }).fill(totp(key))
    await press(page, 'Turn on')
  })
  let codes: string[] = []
  await test.step('the recovery codes are shown once, copied and downloaded', async () => {
    await expect(page.getByRole('list', { name: 'Your recovery codes' })).toBeVisible()
    codes = await shownCodes(page)
    expect(new Set(codes).size).toBe(10)
    await expectAccessibleDialog(page)
    await press(page, 'Copy')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${codes.join('\n')}\n`)
    const download = page.waitForEvent('download')
    await press(page, 'Download')
    expect(await readFile(await (await download).path(), 'utf8')).toBe(`${codes.join('\n')}\n`)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('list', { name: 'Your recovery codes' })).toBeVisible()
    await press(page, 'I have kept them')
    await expect(page.getByText('On', { exact: true })).toBeVisible()
    await expect(page.getByText('Two-factor turned on')).toBeVisible()
  })
  await test.step('new codes end the old ones', async () => {
    await withPassword(page, 'New recovery codes…', 'Make new codes')
    await expect(page.getByRole('list', { name: 'Your recovery codes' })).toBeVisible()
    const renewed = await shownCodes(page)
    expect(renewed).not.toContain(codes[0])
    await press(page, 'I have kept them')
    await signOut(page, admin)
    await submitPerson(page, admin, 'Sign in')
    await press(page, 'Use a recovery code')
    await page.getByLabel('Recovery code', { exact: true }).fill(codes[0] ?? '')
    await press(page, 'Sign in')
    await expect(page.getByText('This recovery code is not right, or it was used already.')).toBeVisible()
    await page.getByLabel('Recovery code', { exact: true }).fill(renewed[0] ?? '')
    await press(page, 'Sign in')
    await expectHome(page, admin)
  })
  await test.step('the code of the app signs in', async () => {
    await signOut(page, admin)
    await submitPerson(page, admin, 'Sign in')
    // The code of this half minute may be used up; the next one is accepted already.
    await page.getByLabel('Code', { exact: true }).fill(totp(key, Date.now() + 30_000))
    await press(page, 'Sign in')
    await expectHome(page, admin)
  })
  await test.step('turned off, the password is enough', async () => {
    await navigateTo(page, 'Security')
    await withPassword(page, 'Turn off…', 'Turn off')
    await expect(page.getByText('Two-factor is off.')).toBeVisible()
    await signOut(page, admin)
    await submitPerson(page, admin, 'Sign in')
    await expectHome(page, admin)
  })
})

/** A code that is none of those that are accepted around now. */
function wrongCode(key: Buffer): string {
  const right = [-2, -1, 0, 1, 2].map((steps) => totp(key, Date.now() + steps * 30_000))
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''
  )
}

test('a passkey is added, renamed, signs in and is removed', { tag: '@phone' }, async ({
  gatehouse,
  page,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  const device = await addPasskeyDevice(page)
  await page.goto('/account/security')
  await expect(page.getByText('No passkeys yet.')).toBeVisible()
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })

  await test.step('not without a name, nor by who does not prove to be there', async () => {
    await press(page, 'Add passkey…')
    await press(page, 'Continue')
    await expect(page.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expectAccessibleDialog(page)
    await device.setPresent(false)
    await page.getByLabel('Name', { exact: true }).fill('Work laptop')
    await press(page, 'Continue')
    await expect(page.getByText('No passkey was made: it was cancelled, or it took too long.')).toBeVisible()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Work laptop')
  })
  await test.step('added', async () => {
    await device.setPresent(true)
    await press(page, 'Continue')
    await expect(row('Work laptop').first()).toBeVisible()
    await expect(page.getByText('Passkey added: Work laptop')).toBeVisible()
  })
  await test.step('a device has one at most', async () => {
    await press(page, 'Add passkey…')
    await page.getByLabel('Name', { exact: true }).fill('The same')
    await press(page, 'Continue')
    await expect(page.getByText('This device has a passkey for your account already.')).toBeVisible()
    await page.keyboard.press('Escape')
  })
  await test.step('renamed', async () => {
    await press(page, 'Actions for Work laptop')
    await page.getByRole('menuitem', { name: 'Rename…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Home laptop')
    await press(page, 'Rename')
    await expect(page.getByRole('button', { name: 'Actions for Home laptop' })).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('signs in', async () => {
    await signOut(page, admin)
    await press(page, 'Sign in with a passkey')
    await expectHome(page, admin)
    await navigateTo(page, 'Security')
    await expect(page.getByText('Signed in with a passkey')).toBeVisible()
  })
  await test.step('removed, it opens nothing', async () => {
    await press(page, 'Actions for Home laptop')
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Actions for Home laptop' })).toBeFocused()
    await press(page, 'Actions for Home laptop')
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await expect(dialogOf(page)).toContainText('Remove “Home laptop”?')
    await press(page, 'Remove')
    await expect(page.getByText('No passkeys yet.')).toBeVisible()
    await signOut(page, admin)
    watch.expectMessage(/status of 40/)
    await press(page, 'Sign in with a passkey')
    await expect(page.getByText('This passkey opens no account here. Sign in another way.')).toBeVisible()
  })
})
