import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible.ts'
import { expect } from './gatehouse.ts'

/** What axe sees in an open dialog and is none: it takes the dialog's <header> for a second banner. */
const dialogRules = ['landmark-no-duplicate-banner', 'landmark-unique']

export const dialogOf = (page: Page): Locator => page.getByRole('dialog')

/** Fails on what axe finds while a dialog is open. */
export const expectAccessibleDialog = (page: Page): Promise<void> =>
  expectAccessible(page, dialogOf(page), dialogRules)

// Of this process, which runs one size of screen.
const seenTitles = new Set<string>()

/** Clicks a button of the open dialog. Everybody must be able to use the dialog: each is looked at once. */
export async function confirm(page: Page, button: string): Promise<void> {
  await expect(dialogOf(page).getByRole('button', { name: button, exact: true })).toBeVisible()
  await lookAtDialog(page)
  await dialogOf(page).getByRole('button', { name: button, exact: true }).click()
}

/** Clicks a button of the page, or of the dialog on it. */
export async function press(page: Page, button: string): Promise<void> {
  if (await dialogOf(page).isVisible()) await lookAtDialog(page)
  await page.getByRole('button', { name: button, exact: true }).click()
}

async function lookAtDialog(page: Page): Promise<void> {
  const title = await dialogOf(page).getByRole('heading').first().innerText()
  if (seenTitles.has(title)) return
  seenTitles.add(title)
  await expectAccessibleDialog(page)
}
