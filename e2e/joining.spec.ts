import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import {
  admin,
  createFirstAdmin,
  expectHome,
  expectOverview,
  navigateTo,
  newcomer,
  post,
  submitPerson,
} from './steps.ts'

const act = async (page: Page, email: string, item: string) => {
  await page.getByRole('button', { name: `Actions for ${email}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('an admin invites, sends again and takes back, and who is invited joins', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
  watch,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/admin/invitations')
  const invite = async (email: string) => {
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await dialogOf(page).getByLabel('E-mail').fill(email)
  }

  await test.step('nothing yet says what will be here', async () => {
    await expect(page.getByText('No invitations yet')).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('what is no address is said beside it, and stays typed', async () => {
    await invite('no-address')
    await dialogOf(page).getByLabel('Role').selectOption('Moderator')
    await dialogOf(page).getByLabel('The link works for').selectOption('3 days')
    await confirm(page, 'Send the invitation')
    await expect(dialogOf(page).getByText('Not an e-mail address.')).toBeVisible()
    await expect(dialogOf(page).getByLabel('E-mail')).toHaveValue('no-address')
    await expectAccessibleDialog(page)
    await dialogOf(page).getByLabel('E-mail').fill(newcomer.email)
    await confirm(page, 'Send the invitation')
    await expect(page.getByText(`Invitation sent to ${newcomer.email}`)).toBeVisible()
    await expect(page.getByText('in 3 days').or(page.getByText('Moderator')).first()).toBeVisible()
  })
  await test.step('another is sent again, then taken back', async () => {
    await invite('else@example.com')
    await confirm(page, 'Send the invitation')
    await act(page, 'else@example.com', 'Send again…')
    await expect(dialogOf(page)).toContainText('The link that was mailed before stops working.')
    await confirm(page, 'Send a new link')
    await expect(page.getByText('New link sent to else@example.com')).toBeVisible()
    await act(page, 'else@example.com', 'Revoke…')
    await confirm(page, 'Revoke')
    await expect(page.getByText('Revoked', { exact: true }).last()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Actions for else@example.com' })).toHaveCount(0)
    await expectAccessible(page)
  })
  await test.step('the filter is in the address; no match names it', async () => {
    await page.getByRole('combobox', { name: 'Status' }).selectOption('Expired')
    await expect(page).toHaveURL(/status=expired/)
    await expect(page.getByText('Status: Expired')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(page.getByText('2 invitations', { exact: true })).toBeVisible()
  })
  await test.step('several are invited from a file, each row with its answer', async () => {
    await page.getByRole('button', { name: 'Invite several…' }).click()
    const sheet = 'Name;E-Mail;Role\r\nBob;bob@example.com;Moderator\r\n;no-address;\r\n'
    const buffer = Buffer.from(`\uFEFF${sheet}"Hopper; Grace";${admin.email};\r\n;eve@example.com;user\r\n`)
    const file = dialogOf(page).locator('input[type="file"]')
    await file.setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer })
    const preview = dialogOf(page).getByRole('region', { name: 'Who will be invited' }).getByRole('listitem')
    await expect(preview).toHaveCount(4)
    await expect(preview.first()).toContainText('Not an e-mail address.')
    await expectAccessibleDialog(page)
    watch.expectMessage(/409 \(Conflict\).*users\.invite/)
    await confirm(page, 'Send 3 invitations')
    await expect(dialogOf(page).getByRole('heading', { name: 'Sent: 2 invitations' })).toBeVisible()
    await expect(dialogOf(page).getByRole('status')).toContainText('4 of 4 · 2 refused')
    await expect(dialogOf(page).getByText('Has an account already.')).toBeVisible()
    const download = page.waitForEvent('download')
    await confirm(page, 'Save the report')
    const report = await readFile(await (await download).path(), 'utf8')
    expect(report.split('\r\n').slice(1, -1)).toEqual([
      '"1","bob@example.com","Sent",""',
      '"2","no-address","Refused","Not an e-mail address."',
      `"3","${admin.email}","Refused","Has an account already."`,
      '"4","eve@example.com","Sent",""',
    ])
    await dialogOf(page).getByRole('button', { name: 'Close', exact: true }).last().click()
    await expect(preview).toHaveCount(2)
    await confirm(page, 'Cancel')
    await page.getByRole('combobox', { name: 'Status' }).selectOption('Open')
    await expect(page.getByText('3 invitations', { exact: true })).toBeVisible()
  })
  await test.step('who is invited chooses a password and is in, with the role', async () => {
    // What is refused there is Playwright's own script: mails are shown in a frame that runs none.
    watch.allowMessage(/Blocked script execution in '\S+\/dev\/mail\//)
    await secondPage.goto(await invitationLink(page))
    await expect(secondPage.getByLabel('E-mail')).toHaveValue(newcomer.email)
    await secondPage.getByRole('textbox', { name: 'Name' }).fill(newcomer.name)
    await secondPage.getByLabel('Password', { exact: true }).fill(newcomer.password)
    await secondPage.getByRole('button', { name: 'Accept and sign in' }).click()
    await expectHome(secondPage, newcomer)
    await page.goto('/admin/invitations?status=accepted')
    await page.getByRole('link', { name: newcomer.email }).click()
    await expect(page.getByRole('heading', { level: 1, name: newcomer.name })).toBeVisible()
    await expect(page.getByRole('definition').filter({ hasText: 'Moderator' })).toBeVisible()
  })
  await test.step('a user can be made at once; the page says that the password is not set', async () => {
    await page.goto('/admin/users')
    await page.getByRole('button', { name: 'Create user' }).click()
    await dialogOf(page).getByLabel('E-mail').fill('made@example.com')
    await dialogOf(page).getByLabel('Name').fill('Made here')
    await confirm(page, 'Create the user')
    await page.getByRole('link', { name: 'Made here' }).click()
    await expect(page.getByText('The password is not set yet')).toBeVisible()
  })
})

async function invitationLink(page: Page): Promise<string> {
  await page.goto('/dev/mail')
  // Of both people there, by the address beside the subject.
  await page.getByRole('listitem').filter({ hasText: newcomer.email }).getByRole('link').first().click()
  return (await page.locator('[data-mail-link]').first().getAttribute('href')) ?? ''
}

test('who registers is refused, tries again and is let in', { tag: '@phone' }, async ({
  gatehouse,
  page,
  secondPage,
}) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/admin/approvals')
  await expect(page.getByText('Nobody waits')).toBeVisible()
  await expectAccessible(page)
  await post(page, '/trpc/settings.set', { key: 'signUpMode', value: 'approval' })
  const askToJoin = async () => {
    await secondPage.context().clearCookies()
    await secondPage.goto('/register')
    await submitPerson(secondPage, newcomer, 'Create account')
    await expect(secondPage.getByRole('heading', { name: 'Waiting for approval' })).toBeVisible()
    await secondPage.goto('about:blank')
    await page.reload()
    await expect(page.getByText('1 person', { exact: true })).toBeVisible()
  }

  await test.step('a refusal gives the reason', async () => {
    await askToJoin()
    await expectAccessible(page)
    await page.getByRole('button', { name: `Refuse… ${newcomer.name}` }).click()
    await dialogOf(page).getByLabel('Reason (optional)').fill('We do not know you')
    await confirm(page, 'Refuse')
    await expect(page.getByText('Nobody waits')).toBeVisible()
  })
  await test.step('who waits is found, or is not, by what is typed', async () => {
    await askToJoin()
    const search = page.getByRole('searchbox', { name: 'Search by name, e-mail or id' })
    await search.fill('hopper')
    await expect(page.getByText('Nobody who waits matches')).toBeVisible()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect(page.getByRole('link', { name: newcomer.name })).toBeVisible()
  })
  await test.step('who is let in can sign in', async () => {
    await page.getByRole('button', { name: `Approve ${newcomer.name}` }).click()
    await confirm(page, 'Approve')
    await expect(page.getByText(`${newcomer.name} is in`)).toBeVisible()
    await expect(page.getByText('Nobody waits')).toBeVisible()
    await secondPage.goto('/dashboard')
    await expectOverview(secondPage, newcomer)
    await navigateTo(page, 'Users')
    await expect(page.getByRole('link', { name: admin.name })).toBeVisible()
  })
})
