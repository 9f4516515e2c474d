import type { Page } from '@playwright/test'
import { authenticatorApp } from '#test/totp.ts'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import {
  admin,
  createAccount,
  createFirstAdmin,
  filterBy,
  findUserId,
  navigateTo,
  newcomer,
  post,
} from './steps.ts'

const tabs = ['Overview', 'Security', 'Sessions', 'Limits', 'Credits', 'Activity', 'Raw'] as const
const renamed = 'Ada King'

const openTab = async (page: Page, name: (typeof tabs)[number]) => {
  await page.getByRole('tab', { name }).click()
  await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true')
}
const act = async (page: Page, item: string) => {
  await page.getByRole('button', { name: 'Actions', exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
const expectTitle = (page: Page, name: string) =>
  expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()

/** Somebody with a session and one-time codes, whose page is open; their own browser is left alone. */
async function openNewcomer(page: Page, theirs: Page, setupLink: string): Promise<void> {
  await createFirstAdmin(page, setupLink)
  await createAccount(theirs, newcomer)
  const { totpURI } = await post<{ totpURI: string }>(theirs, '/api/auth/two-factor/enable', {
    password: newcomer.password,
  })
  await post(theirs, '/api/auth/two-factor/verify-totp', { code: authenticatorApp(totpURI).code() })
  await page.goto('/admin/users')
  await page.getByRole('link', { name: newcomer.name }).click()
  await expectTitle(page, newcomer.name)
}

test('an admin reads all of a user’s page, and changes who they are and how they get in', {
  tag: '@phone',
}, async ({ gatehouse, page, secondPage }) => {
  await openNewcomer(page, secondPage, gatehouse.setupLink)

  for (const tab of tabs) {
    await test.step(`${tab} can be used by everybody`, async () => {
      await openTab(page, tab)
      await expectAccessible(page)
    })
  }
  await test.step('the tabs are one row, whatever the width, and the chosen one is in sight', async () => {
    const rows = await page
      .getByRole('tab')
      .evaluateAll((shown) => new Set(shown.map((tab) => tab.getBoundingClientRect().top)).size)
    expect(rows).toBe(1)
    await expect(page.getByRole('tab', { name: 'Raw' })).toBeInViewport({ ratio: 1 })
  })
  await test.step('the tab is in the address, and what is raw is what the server says', async () => {
    await expect(page).toHaveURL(/tab=raw/)
    await page.reload()
    await expect(page.getByText(`"email": "${newcomer.email}"`)).toBeVisible()
  })
  await test.step('what happened is told in words, with what it changed', async () => {
    await openTab(page, 'Activity')
    await expect(page.getByText('Registered', { exact: true })).toBeVisible()
    await expect(page.getByText('Turned two-factor on', { exact: true })).toBeVisible()
    await page.getByText('Signed in', { exact: true }).last().click()
    await expect(page.getByRole('insertion').filter({ hasText: 'Password' })).toBeVisible()
    await page.getByRole('combobox', { name: 'Which acts' }).selectOption('Done by this user')
    await expect(page).toHaveURL(/side=done/)
    await expect(page.getByText(`on ${newcomer.name}`).first()).toBeVisible()
  })
  await test.step('on paper it is the page without what leads away from it', async () => {
    await page.emulateMedia({ media: 'print' })
    await expectTitle(page, newcomer.name)
    for (const name of ['Main', 'Actions']) await expect(page.getByLabel(name, { exact: true })).toBeHidden()
    await expect(page.getByRole('link', { name: 'All users' })).toBeHidden()
    await expect(page.getByRole('tab')).toHaveCount(1)
    await page.emulateMedia({ media: null })
    await expect(page.getByRole('tab')).toHaveCount(tabs.length)
  })
  await test.step('one session is ended, and named before', async () => {
    await openTab(page, 'Sessions')
    const end = page.getByRole('button', { name: /^End the session of Chrom/ })
    const word = end.getByText('End', { exact: true })
    expect(await word.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0)
    await end.click()
    await expect(dialogOf(page)).toContainText(/Chrom.* · \S+ is signed out at once/)
    await expectAccessibleDialog(page)
    await confirm(page, 'End the session')
    await expect(page.getByText('This user is signed in nowhere.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'End all sessions…' })).toBeDisabled()
  })
  await test.step('the second factor is reset for who has lost it', async () => {
    await openTab(page, 'Security')
    await page.getByRole('button', { name: 'Reset two-factor…' }).click()
    await confirm(page, 'Reset two-factor')
    await expect(page.getByText('There is no second factor to reset.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Reset two-factor…' })).toBeDisabled()
  })
  await test.step('another name; without one the form says so', async () => {
    await act(page, 'Edit…')
    await dialogOf(page).getByLabel('Name').fill('')
    await confirm(page, 'Save')
    await expect(dialogOf(page).getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
    await dialogOf(page).getByLabel('Name').fill(renamed)
    await confirm(page, 'Save')
    await expectTitle(page, renamed)
  })
  await test.step('another e-mail, known to be theirs, and taken back by the toast', async () => {
    await openTab(page, 'Security')
    await page.getByRole('button', { name: 'Change e-mail…' }).click()
    await confirm(page, 'Change e-mail')
    await expect(dialogOf(page).getByLabel('New address')).toHaveAttribute('aria-invalid', 'true')
    await dialogOf(page).getByLabel('New address').fill('king@example.com')
    await dialogOf(page).getByLabel('I know that this address is theirs').check()
    await expectAccessibleDialog(page)
    await confirm(page, 'Change e-mail')
    await expect(page.getByRole('definition').filter({ hasText: 'king@example.com' })).toBeVisible()
    await undo(page, `${renamed} signs in with king@example.com now`)
    await expect(page.getByRole('definition').filter({ hasText: newcomer.email })).toBeVisible()
  })
  await test.step('a mail with the way to a new password', async () => {
    await page.getByRole('button', { name: 'Send a password reset…' }).click()
    await confirm(page, 'Send the mail')
    await expect(page.getByText(`${renamed} has mail`)).toBeVisible()
  })
  await test.step('a note is written, changed and deleted', async () => {
    await openTab(page, 'Overview')
    await page.getByRole('button', { name: 'Add a note…' }).click()
    await dialogOf(page).getByLabel('Note').fill('Called twice.')
    await confirm(page, 'Add')
    const note = page.getByRole('listitem').filter({ hasText: 'Called' })
    await note.getByRole('button').click()
    await page.getByRole('menuitem', { name: 'Edit…' }).click()
    await dialogOf(page).getByLabel('Note').fill('Called three times.')
    await confirm(page, 'Save')
    await expect(note).toContainText('Called three times.')
    await note.getByRole('button').click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await confirm(page, 'Delete')
    await expect(page.getByText('Nothing is written down about this person.')).toBeVisible()
  })
  await test.step('the next in the list, and back', async () => {
    await page.getByRole('link', { name: `Next in the list: ${admin.name}` }).click()
    await expectTitle(page, admin.name)
    await page.getByRole('link', { name: `Before in the list: ${renamed}` }).click()
    await expectTitle(page, renamed)
  })
  await test.step('another role, taken back by the toast', async () => {
    await openTab(page, 'Overview')
    await page.getByRole('button', { name: 'Set role…' }).click()
    await dialogOf(page).getByLabel('Role').selectOption('Moderator')
    await expect(dialogOf(page).getByText('See who has an account')).toContainText(/^May:/)
    await expect(dialogOf(page).getByText('Change settings')).toContainText(/^May not:/)
    await confirm(page, 'Set role')
    const role = page.getByRole('definition').filter({ hasText: /^(Moderator|User)$/ })
    await expect(role).toHaveText('Moderator')
    await page.getByRole('button', { name: 'Actions', exact: true }).click()
    await expect(page.getByRole('menuitem', { name: /^Act as this user…/ })).toBeDisabled()
    await expect(page.getByText('Nobody acts as somebody who may open the console.')).toBeVisible()
    await page.keyboard.press('Escape')
    await undo(page, `${renamed} has a new role`)
    await expect(role).toHaveText('User')
  })
})

async function undo(page: Page, said: string): Promise<void> {
  await page
    .getByRole('alert')
    .filter({ hasText: said })
    .getByRole('button', { name: 'Undo', exact: true })
    .click()
  await expect(page.getByText('Taken back').first()).toBeVisible()
  // A toast stays while the pointer is on it, and on a phone it lies over what comes next.
  await page.mouse.move(0, 0)
}

test('a user is banned, acted as, deleted, restored and erased', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await createAccount(secondPage, newcomer)
  await page.goto(`/admin/users/${await findUserId(page, newcomer.email)}`)
  const banner = page.getByRole('status').filter({ hasText: /^This user is / })

  await test.step('a ban asks why and until when, says so, and is taken back by the toast', async () => {
    await page.getByRole('button', { name: 'Ban…' }).click()
    await confirm(page, 'Ban')
    await expect(dialogOf(page).getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true')
    await dialogOf(page).getByLabel('Reason').fill('Sent unwanted mail')
    await dialogOf(page).getByLabel('For how long').selectOption('Until a time…')
    await dialogOf(page).getByLabel('Until', { exact: true }).fill('2099-06-03T12:00')
    await expect(dialogOf(page)).toHaveAccessibleName(`Ban ${newcomer.name} until 3 June 2099?`)
    await expectAccessibleDialog(page)
    await confirm(page, 'Ban')
    await expect(banner).toContainText('This user is banned')
    await expect(banner).toContainText('Until 3 June 2099 at 12:00.')
    await expect(banner).toContainText('Reason: Sent unwanted mail')
    await undo(page, `${newcomer.name} is banned`)
    await expect(banner).toBeHidden()
  })
  await test.step('a ban for good is lifted from the banner', async () => {
    await page.getByRole('button', { name: 'Ban…' }).click()
    await dialogOf(page).getByLabel('Reason').fill('Sent unwanted mail')
    await dialogOf(page).getByLabel('For how long').selectOption('For good')
    await expect(dialogOf(page)).toHaveAccessibleName(`Ban ${newcomer.name} for good?`)
    await confirm(page, 'Ban')
    await expect(banner).toContainText('For good, until somebody lifts it.')
    await expectAccessible(page)
    await banner.getByRole('button', { name: 'Lift the ban…' }).click()
    await confirm(page, 'Lift the ban')
    await expect(banner).toBeHidden()
  })
  await test.step('the admin acts as the user, under a banner, and comes back', async () => {
    await act(page, 'Act as this user…')
    await dialogOf(page).getByLabel('Why (optional)').fill('A ticket')
    await confirm(page, 'Act as them')
    await expect(page.getByText(`You act as ${newcomer.name}.`)).toBeVisible()
    await expect(page.getByText(`Signed in as ${newcomer.name}.`)).toBeVisible()
    await expectAccessible(page)
    await navigateTo(page, 'Profile')
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue(newcomer.name)
    await expect(page.getByRole('link', { name: 'Dashboard' })).toHaveCount(0)
    // Any call that is refused fails the test by the browser's message about it.
    for (const [link, buttons] of [
      ['Security', ['Change password…', 'End all others…']],
      ['Profile', ['Change e-mail…', 'Delete account…']],
    ] as const) {
      await navigateTo(page, link)
      await expect(page.getByText(`What only ${newcomer.name} may do is not available`)).toBeVisible()
      for (const name of buttons) await expect(page.getByRole('button', { name })).toBeDisabled()
    }
    await page.getByRole('button', { name: 'End', exact: true }).click()
    await expectTitle(page, 'Users')
    await expect(page.getByText('You act as')).toBeHidden()
  })
  await test.step('a deleted user says since when, and is restored', async () => {
    await page.getByRole('link', { name: newcomer.name }).click()
    await page.getByRole('button', { name: 'Delete…' }).click()
    await expect(dialogOf(page)).toContainText(newcomer.name)
    await confirm(page, 'Delete')
    await expect(banner).toContainText('They can be restored for 30 days')
    await expectAccessible(page)
    await banner.getByRole('button', { name: 'Restore…' }).click()
    await confirm(page, 'Restore')
    await expect(banner).toBeHidden()
  })
  await test.step('erasing for good asks for the name', async () => {
    await page.getByRole('button', { name: 'Delete…' }).click()
    await confirm(page, 'Delete')
    await page.getByRole('button', { name: 'Erase for good…' }).click()
    const erase = dialogOf(page).getByRole('button', { name: 'Erase for good' })
    await expect(erase).toBeDisabled()
    await dialogOf(page).getByLabel(`Type “${newcomer.name}” to confirm`).fill(newcomer.name)
    await erase.click()
    await expectTitle(page, 'Users')
    await filterBy(page, 'Status', 'Deleted')
    await expect(page.getByText('No user matches')).toBeVisible()
    await expect(page.getByText('Status: Deleted')).toBeVisible()
  })
  await test.step('what happened to oneself cannot be asked for', async () => {
    await page.getByRole('button', { name: 'Clear filters' }).first().click()
    await page.getByRole('link', { name: admin.name }).click()
    await expect(page.getByText('You cannot do this to yourself.').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Ban…' })).toBeDisabled()
    await expect(page.getByRole('button', { name: 'Delete…' })).toBeDisabled()
  })
})
