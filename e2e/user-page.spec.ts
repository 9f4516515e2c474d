import type { Page } from '@playwright/test'
import { authenticatorApp } from '#test/totp.ts'
import { dialogRules, expectAccessible } from './accessible.ts'
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

const tabs = ['Overview', 'Security', 'Sessions', 'Limits', 'Activity', 'Raw'] as const
const renamed = 'Ada King'

const dialogOf = (page: Page) => page.getByRole('dialog')
const confirm = (page: Page, button: string) =>
  dialogOf(page).getByRole('button', { name: button, exact: true }).click()
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
  await test.step('one session is ended, and named before', async () => {
    await openTab(page, 'Sessions')
    await page.getByRole('button', { name: /^End the session of Chrom/ }).click()
    await expect(dialogOf(page)).toContainText(/Chrom.* · \S+ is signed out at once/)
    await expectAccessible(page, dialogRules)
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
  await test.step('another name; without one the form says so and keeps the rest', async () => {
    await act(page, 'Edit…')
    await dialogOf(page).getByLabel('Name').fill('')
    await dialogOf(page).getByLabel('Picture address').fill('no address')
    await confirm(page, 'Save')
    await expect(dialogOf(page).getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
    await expect(dialogOf(page).getByLabel('Picture address')).toHaveValue('no address')
    await dialogOf(page).getByLabel('Picture address').fill('')
    await dialogOf(page).getByLabel('Name').fill(renamed)
    await confirm(page, 'Save')
    await expectTitle(page, renamed)
  })
  await test.step('another role, taken back by the toast', async () => {
    await openTab(page, 'Overview')
    await page.getByRole('button', { name: 'Set role…' }).click()
    await dialogOf(page).getByLabel('Role').selectOption('Moderator')
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
    await expectAccessible(page, dialogRules)
    await confirm(page, 'Ban')
    await expect(banner).toContainText('This user is banned')
    await expect(banner).toContainText(/Until .*2099/)
    await expect(banner).toContainText('Reason: Sent unwanted mail')
    await undo(page, `${newcomer.name} is banned`)
    await expect(banner).toBeHidden()
  })
  await test.step('a ban for good is lifted from the banner', async () => {
    await page.getByRole('button', { name: 'Ban…' }).click()
    await dialogOf(page).getByLabel('Reason').fill('Sent unwanted mail')
    await dialogOf(page).getByLabel('For how long').selectOption('For good')
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
