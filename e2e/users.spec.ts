import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { confirm, dialogOf, expectAccessibleDialog } from './dialogs.ts'
import { expect, test } from './gatehouse.ts'
import { admin, createFirstAdmin, filterBy, findUserId, navigateTo, newcomer, post } from './steps.ts'

const seeded = 600

test.use({ users: seeded })

const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Search by name, e-mail or id' })
const namesOf = (page: Page) => page.getByRole('main').getByRole('link')
const expectUsers = (page: Page, total: number) =>
  expect(page.getByText(total === 1 ? '1 user' : `${total} users`, { exact: true })).toBeVisible()

/** Fills the list: the first admin, and somebody with a name of their own among those who are there. */
async function openList(page: Page, setupLink: string): Promise<void> {
  await createFirstAdmin(page, setupLink)
  const { name, email } = newcomer
  await post(page, '/trpc/users.create', { name, email, role: 'user', expiresInDays: 7 })
  await page.goto('/admin/users')
  await expectUsers(page, seeded + 2)
}

test('the list is searched, filtered and ordered by its address, and its columns are chosen', {
  tag: '@phone',
}, async ({ gatehouse, page, isMobile }) => {
  await openList(page, gatehouse.setupLink)
  await expectAccessible(page)

  await test.step('the filters survive a reload, and the way back from a user', async () => {
    await searchBox(page).fill('lovelace')
    await expectUsers(page, 1)
    await filterBy(page, 'Role', 'User')
    await filterBy(page, 'Status', 'Active')
    await filterBy(page, 'Signs in with', 'Password')
    await expect(page.getByText('No user matches')).toBeVisible()
    await filterBy(page, 'Signs in with', 'Any sign-in')
    await filterBy(page, 'E-mail verified', 'E-mail not verified')
    await expect(page).toHaveURL(/search=lovelace&role=user&status=active&verified=no/)
    await page.reload()
    await expect(searchBox(page)).toHaveValue('lovelace')
    await page.getByRole('link', { name: newcomer.name }).click()
    await expect(page.getByRole('heading', { level: 1, name: newcomer.name })).toBeVisible()
    await expect(page.getByRole('link', { name: 'All users' })).toHaveAttribute('href', /search=lovelace/)
    await page.goBack()
    await expect(searchBox(page)).toHaveValue('lovelace')
    await expect(page.getByRole('combobox', { name: 'Role', exact: true })).toHaveValue('user')
    await expectUsers(page, 1)
  })
  await test.step('each filter is a step of the history, and typing is one until it pauses', async () => {
    await page.goto('/admin/users')
    await filterBy(page, 'Role', 'User')
    await searchBox(page).pressSequentially('lovelace', { delay: 30 })
    await expect(page).toHaveURL(/search=lovelace&role=user|role=user&search=lovelace/)
    await expectUsers(page, 1)
    await page.goBack()
    await expect(page).toHaveURL(/\/users\?role=user$/)
    await expect(searchBox(page)).toHaveValue('')
    await page.goBack()
    await expect(page).toHaveURL(/\/users$/)
    await expectUsers(page, seeded + 2)
    await page.goto('/admin/users?search=lovelace&role=user&status=active&verified=no')
  })
  await test.step('no match names the filters, and clears them', async () => {
    await filterBy(page, 'Role', 'Moderator')
    await expect(page.getByText('Search: “lovelace” · Role: Moderator · Status: Active')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Clear filters' }).last().click()
    await expect(page).toHaveURL(/\/admin\/users$/)
    await expectUsers(page, seeded + 2)
  })
  await test.step('a filter that is set moves nothing', async () => {
    const list = isMobile ? page.getByRole('list', { name: 'Users' }) : page.getByRole('table')
    const top = async () => (await list.boundingBox())?.y
    // A phone unfolds the filters with the first one, which is asked for.
    await filterBy(page, 'Status', 'Active')
    await filterBy(page, 'Status', 'Any status')
    for (const width of isMobile ? [390] : [1100, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await expect(page).toHaveURL(/\/admin\/users$/)
      const before = await top()
      await filterBy(page, 'Role', 'User')
      await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible()
      expect(await top()).toBe(before)
      await page.getByRole('button', { name: 'Clear filters' }).click()
    }
    await expectUsers(page, seeded + 2)
  })
  await test.step('a page that is slow to come shows so at once, and the one before stays', async () => {
    let open = () => {}
    const opened = new Promise<void>((resolve) => (open = resolve))
    // Alone, or in a batch with what the navigation counts.
    await page.route(/\/trpc\/[^?]*audit\.list/, async (route) => {
      await opened
      await route.continue()
    })
    await navigateTo(page, 'Audit')
    await expect(page.getByRole('progressbar', { name: 'Loading' })).toBeVisible()
    open()
    await expect(page.getByRole('progressbar', { name: 'Loading' })).toBeHidden()
    await page.goBack()
    await expectUsers(page, seeded + 2)
  })
  await test.step('who was here last stands first, and turned round last', async () => {
    await (isMobile
      ? page.getByRole('combobox', { name: 'Order' }).selectOption('Sort by last active')
      : page.getByRole('button', { name: 'Last active' }).click())
    await expect(page).toHaveURL(/sort=lastActiveAt&direction=desc/)
    const admins = page.getByRole('link', { name: admin.name })
    await expect(admins).toBeVisible()
    await (isMobile
      ? page.getByRole('button', { name: 'Descending. Turn round' }).click()
      : page.getByRole('button', { name: 'Last active' }).click())
    await expect(page).toHaveURL(/direction=asc/)
    await expect(admins).toBeHidden()
    await page.reload()
    await expect(page.getByText(`50 of ${seeded + 2}`)).toBeVisible()
    await expect(admins).toBeHidden()
  })
  await test.step('a column is put in and left out, and stays so', async () => {
    if (isMobile) return
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('checkbox', { name: 'Two-factor' }).check()
    await page.getByRole('checkbox', { name: 'Created' }).uncheck()
    await page.keyboard.press('Escape')
    const cell = page.locator('tbody [data-column="twoFactor"]').first()
    await expect(cell).toHaveText(/^O(n|ff)$/)
    await page.reload()
    await expect(cell).toHaveText(/^O(n|ff)$/)
    await expect(page.getByRole('columnheader', { name: 'Two-factor' })).toBeVisible()
    await expect(page.getByRole('columnheader', { name: 'Created' })).toBeHidden()
  })
  await test.step('a long list is drawn in parts, and one comes back to where one was', async () => {
    await page.goto('/admin/users')
    await expectUsers(page, seeded + 2)
    // The next page comes by itself when the end is near.
    const shown = async () => {
      await page.evaluate(() => window.scrollTo({ top: document.documentElement.scrollHeight }))
      return Number.parseInt((await page.getByText(/^\d+ of 602$/).textContent()) ?? '', 10)
    }
    await expect.poll(shown).toBeGreaterThanOrEqual(250)
    await page.evaluate(() => window.scrollTo({ top: 40 * 120 }))
    expect(await namesOf(page).count()).toBeLessThan(100)
    // A few rows before those in sight are drawn too.
    const name = namesOf(page).nth(16)
    // While the list is drawn anew for where it stands, a row may go before it is in sight.
    await expect(() => name.scrollIntoViewIfNeeded({ timeout: 2000 })).toPass()
    const top = await page.evaluate(() => window.scrollY)
    const person = (await name.textContent()) ?? 'nobody'
    await name.click()
    await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible()
    await page.goBack()
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(top - 200)
    if (!isMobile) await expect(page.locator('tr:focus')).toContainText(person)
  })
  await test.step('a reload opens the list as far, and a filter begins anew', async () => {
    await expect(page).toHaveURL(/page=[3-7]$/)
    const shownBefore = await page.getByText(/^\d+ of 602$/).textContent()
    await page.reload()
    await expect(page.getByText(shownBefore ?? '', { exact: true })).toBeVisible()
    await filterBy(page, 'Status', 'Active')
    await expect(page).toHaveURL(/users\?status=active$/)
    await filterBy(page, 'Status', 'Any status')
  })
  await test.step('what the filters leave becomes a file', async () => {
    await page.goto('/admin/users?search=lovelace')
    await expectUsers(page, 1)
    await page.getByRole('button', { name: 'Export' }).click()
    await expect(dialogOf(page)).toContainText('Search: “lovelace”')
    await expectAccessibleDialog(page)
    const download = page.waitForEvent('download')
    await confirm(page, 'Export')
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^users-\d{4}-\d\d-\d\d\.csv$/)
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(`"${newcomer.name}","${newcomer.email}"`)
    await expect(dialogOf(page)).toContainText('1 user is in the file.')
    await dialogOf(page).getByRole('button', { name: 'Close' }).last().click()
  })
  await test.step('a view is saved, opened elsewhere, changed and deleted', async () => {
    const menu = page.getByRole('button', { name: /^View/ })
    const choose = async (item: string) => {
      await menu.click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await choose('Save as a view…')
    await dialogOf(page).getByLabel('Name').fill('Ada')
    await expectAccessibleDialog(page)
    await confirm(page, 'Save')
    await expect(menu).toHaveText('Ada')
    await page.goto('/admin/users')
    await expectUsers(page, seeded + 2)
    await choose('Ada')
    await expectUsers(page, 1)
    await expect(page).toHaveURL(/search=lovelace&.*view=/)
    await filterBy(page, 'Role', 'User')
    await choose('Save the changes to “Ada”')
    await expect(page.getByText('“Ada” is saved').last()).toBeVisible()
    await page.goto('/admin/users')
    await choose('Ada')
    await expect(page).toHaveURL(/role=user/)
    await choose('Delete…')
    await confirm(page, 'Delete')
    await expect(menu).toHaveText('Views')
  })
})

test('many are chosen and something is done to them, with what came of each', { tag: '@phone' }, async ({
  gatehouse,
  page,
}) => {
  await openList(page, gatehouse.setupLink)
  const choose = (name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check()
  const bar = page.getByRole('toolbar', { name: /selected$/ })
  const all = seeded + 4
  const results = () => dialogOf(page).getByRole('region', { name: 'Result of each' }).getByRole('listitem')

  const others = [
    { name: 'Bob', email: 'bob@example.com' },
    { name: 'Una', email: 'una@example.com' },
  ]
  for (const person of others)
    await post(page, '/trpc/users.create', { ...person, role: 'user', expiresInDays: 7 })
  const banned = await findUserId(page, 'bob@example.com')
  await post(page, '/trpc/users.ban', { id: banned, reason: 'Before', until: null })
  await page.reload()
  await expectUsers(page, all)

  await test.step('what is refused to one is done to the other, and both are named', async () => {
    for (const { name } of [newcomer, admin, ...others]) await choose(name)
    await expect(bar).toContainText('4 selected')
    await expectAccessible(page)
    await bar.getByRole('button', { name: 'Ban…', exact: true }).click()
    await expect(dialogOf(page)).toContainText(/Ban 2 users until \d+ \w+\?/)
    await expect(dialogOf(page)).toContainText('Bob is banned already and keeps that ban.')
    await expect(dialogOf(page)).toContainText('You are left out')
    await expectAccessibleDialog(page)
    await dialogOf(page).getByLabel('Reason').fill('Sent unwanted mail')
    await post(page, '/trpc/users.remove', { id: await findUserId(page, 'una@example.com') })
    await confirm(page, 'Ban')
    await expect(dialogOf(page)).toContainText('2 of 2 · 1 refused')
    await expect(dialogOf(page)).toHaveAccessibleName('Banned: 1 user')
    await expect(results().filter({ hasText: 'Una' })).toContainText('This user is deleted.')
    await expect(results().filter({ hasText: newcomer.name })).toContainText('Done')
    await expectAccessibleDialog(page)
    const saved = page.waitForEvent('download')
    await confirm(page, 'Save the report')
    const report = await readFile(await (await saved).path(), 'utf8')
    expect(report).toMatch(/"Una","Refused","This user is deleted/)
    await dialogOf(page).getByRole('button', { name: 'Close' }).last().click()
    await expect(bar).toBeHidden()
  })
  await test.step('and lifted again', async () => {
    await searchBox(page).fill(newcomer.name)
    await expectUsers(page, 1)
    await expect(page.getByText('Banned', { exact: true }).last()).toBeVisible()
    await choose(newcomer.name)
    await bar.getByRole('button', { name: 'Lift the ban…' }).click()
    await confirm(page, 'Lift the ban')
    await expect(dialogOf(page)).toContainText('1 of 1')
    await page.keyboard.press('Escape')
    await expect(page.getByText('Active', { exact: true }).last()).toBeVisible()
  })
  await test.step('all that match are chosen, the work shows how far it is, and is stopped', async () => {
    await page.goto('/admin/users')
    await expectUsers(page, all - 1)
    await page.getByRole('checkbox', { name: 'Select all that are loaded' }).check()
    await expect(bar).toContainText('50 selected')
    await bar.getByRole('button', { name: `Select all ${all - 1}` }).click()
    await expect(bar).toContainText(`${all - 1} selected`)
    await bar.getByRole('button', { name: 'Delete…' }).click()
    await expect(dialogOf(page)).toContainText(`Delete ${all - 2} users?`)
    await confirm(page, 'Delete')
    await dialogOf(page).getByRole('button', { name: 'Stop' }).click()
    await expect(dialogOf(page)).toContainText('Stopped. What was done stays done.')
    const [, done = ''] = (await dialogOf(page).textContent())?.match(/(\d+) of 602/) ?? []
    expect(Number(done)).toBeGreaterThanOrEqual(100)
    expect(Number(done)).toBeLessThan(seeded)
    await expect(results()).toHaveCount(Number(done))
    await dialogOf(page)
      .getByRole('link', { name: /^Show it in the audit log/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: `Deleted ${done} users` })).toBeVisible()
    await expectAccessible(page)
  })
  await test.step('it is one line of the log, and is taken back as one', async () => {
    const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
    await page.goto('/admin/audit')
    await page.getByRole('link', { name: title, exact: true }).click()
    await page.getByRole('button', { name: 'Undo…' }).click()
    await confirm(page, 'Take it back')
    await expect(dialogOf(page).getByRole('button', { name: 'Save the report' })).toBeVisible()
    await expect(dialogOf(page)).not.toContainText('refused')
    await expectAccessibleDialog(page)
    await dialogOf(page).getByRole('button', { name: 'Close' }).last().click()
    await expect(page.getByRole('button', { name: 'Undo…' })).toHaveCount(0)
    await expect(page.getByText(`${admin.name} took this act back.`)).toBeVisible()
    await page.goto('/admin/users')
    await expectUsers(page, all - 1)
  })
})

test('by keyboard: rows by the arrows, chosen by the space bar, opened by Enter', async ({
  gatehouse,
  page,
}) => {
  await openList(page, gatehouse.setupLink)
  const row = (index: number) => page.getByRole('row').nth(index)
  const bar = page.getByRole('toolbar', { name: /selected$/ })
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await row(1).focus()
  await press('ArrowDown', ' ', 'ArrowDown', 'ArrowDown')
  await expect(row(4)).toBeFocused()
  await press('Shift+ ')
  await expect(bar).toContainText('3 selected')
  await press('Escape')
  await expect(bar).toBeHidden()
  await expect(row(4)).toBeFocused()

  await press('Home', ' ')
  await bar.getByRole('button', { name: 'Clear the selection' }).press('Enter')
  await expect(row(1)).toBeFocused()
  await press('End')
  // The last of the fifty that were there; more come now that it is in sight.
  await expect(page.locator('[aria-rowindex="51"]')).toBeFocused()
  // At once: the second key is for the row that the first one leads to.
  await press('Home', 'Enter')
  await expect(page.getByRole('heading', { level: 1, name: newcomer.name })).toBeVisible()

  // Not by the way back: so fast, the list may have been left before it had scrolled up.
  await page.goto('/admin/users')
  await page.getByRole('button', { name: `Actions for ${newcomer.name}` }).press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await press('Escape')
  await expect(page.getByRole('button', { name: `Actions for ${newcomer.name}` })).toBeFocused()
  await press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await press('Enter')
  await expect(dialogOf(page).getByLabel('Name')).toBeFocused()
  await press('Escape')
  await expect(dialogOf(page)).toBeHidden()
})
