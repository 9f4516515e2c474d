import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './gatehouse.ts'
import { admin, createFirstAdmin, expectOverview } from './steps.ts'

test('by keyboard: a page, a person and an action from the palette', async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/dashboard')
  await expectOverview(page, admin)
  const palette = page.getByRole('dialog', { name: 'Search and commands' })
  const chosen = palette.getByRole('option', { selected: true })

  await test.step('opens by its key with the first page chosen, and closes again', async () => {
    await page.keyboard.press('Control+K')
    await expect(palette.getByRole('combobox')).toBeFocused()
    await expect(chosen).toHaveText('Dashboard')
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html)}`)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(palette).toHaveCount(0)
  })

  await test.step('a page, by the arrow keys', async () => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('a')
    const first = (await chosen.textContent()) ?? ''
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Home')
    await expect(chosen).toHaveText(first)
    await page.keyboard.press('ArrowDown')
    await expect(chosen).not.toHaveText(first)
    await page.keyboard.press('ArrowUp')
    await expect(chosen).toHaveText(first)
    await palette.getByRole('combobox').fill('us')
    await expect(chosen).toHaveText('Users')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()
    await expect(palette).toHaveCount(0)
  })

  await test.step('a person, found by the server', async () => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('hopper')
    await expect(chosen).toContainText(admin.name)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: admin.name })).toBeVisible()
  })

  await test.step('an action, which takes effect at once', async () => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('dark')
    await expect(chosen).toHaveText('Colours: Dark')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  })

  await test.step('single keys go to a page, search its list, and are listed', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()
    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused()
    // In a field they are letters.
    await page.keyboard.type('g?')
    await page.getByRole('heading', { level: 1, name: 'Users' }).click()
    await page.keyboard.press('?')
    const keys = page.getByRole('dialog', { name: 'Keys' })
    await expect(keys.getByText('Approvals')).toBeVisible()
    await keys.getByRole('switch', { name: 'Single keys' }).click()
    await page.keyboard.press('Escape')
    await expect(keys).toHaveCount(0)
    await page.keyboard.press('?')
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await expect(page.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible()
  })

  await test.step('nothing that fits says so', async () => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('zzzz')
    await expect(palette.getByText('Nothing matches “zzzz”.')).toBeVisible()
    await page.keyboard.press('Control+K')
    await expect(palette).toHaveCount(0)
  })
})

test('by touch or mouse: the button in the header', { tag: '@phone' }, async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/dashboard')
  await expectOverview(page, admin)
  await page.getByRole('button', { name: 'Search and commands' }).click()
  const palette = page.getByRole('dialog', { name: 'Search and commands' })
  await palette.getByRole('option', { name: 'Profile', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible()
  await expect(palette).toHaveCount(0)
})

test('in a list: the arrows lead from row to row, Enter opens one', async ({ gatehouse, page }) => {
  await createFirstAdmin(page, gatehouse.setupLink)
  await page.goto('/admin/users')
  await expect(page.getByRole('link', { name: admin.name })).toBeVisible()
  const row = page.getByRole('row').nth(1)
  await row.focus()
  await page.keyboard.press('ArrowDown')
  await expect(row).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: admin.name })).toBeVisible()
})
