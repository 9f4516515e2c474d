import { type Browser, expect as baseExpect, chromium } from '@playwright/test'
import { browserArguments } from '#e2e/browser.ts'
import { type Person, submitPerson } from '#e2e/steps.ts'

// A machine that is slow at the moment must not decide.
const expect = baseExpect.configure({ timeout: 60_000 })

interface Visit {
  executablePath: string
  url: string
}

/** Starts Chromium, and lets somebody use the pages in it. */
async function inWindow(
  { executablePath, url }: Visit,
  use: (page: Awaited<ReturnType<Browser['newPage']>>) => Promise<void>,
): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: browserArguments })
  try {
    const page = await browser.newPage({ baseURL: url, viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(60_000)
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
    })
    await use(page)
    expect(problems).toEqual([])
  } finally {
    await browser.close()
  }
}

/** Comes to the page of memos signed out and signed in and by the navigation, writes one, and sees a page of a release. */
export const writeMemo = (visit: Visit, person: Person, options: { text: string; memos: number }) =>
  inWindow(visit, async (page) => {
    const places = page.getByRole('navigation')
    const written = page.getByText(options.text, { exact: true })
    await page.goto('/memos')
    await page.waitForURL('/login?next=%2Fmemos')
    await submitPerson(page, person, 'Sign in')
    await expect(page.getByRole('heading', { level: 1, name: 'Memos' })).toBeVisible()
    await page.getByRole('button', { name: 'Write a memo' }).click()
    await page.getByRole('dialog').getByLabel('Memo').fill(options.text)
    await page.getByRole('button', { name: 'Write', exact: true }).click()
    await expect(written).toBeVisible()
    await page.reload()
    await expect(written).toBeVisible()
    await expect(page.getByRole('button', { name: /^Acts on/ })).toHaveCount(options.memos)
    await places.getByRole('link', { name: 'Announcements' }).click()
    await expect(page.getByText('Tea at four.')).toBeVisible()
    await places.getByRole('link', { name: 'Memos' }).click()
    await expect(written).toBeVisible()
  })

/** Finds a memo on the tab of a user's page. */
export const readMemoOf = (visit: Visit, reader: Person, options: { name: string; text: string }) =>
  inWindow(visit, async (page) => {
    await page.goto('/admin/users')
    await submitPerson(page, reader, 'Sign in')
    await page.getByRole('link', { name: options.name }).click()
    await page.getByRole('tab', { name: 'Memos' }).click()
    await expect(page.getByText(options.text, { exact: true })).toBeVisible()
  })
