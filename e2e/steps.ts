import { expect, type Page } from '@playwright/test'

export interface Person {
  name: string
  email: string
  password: string
}

export const admin: Person = {
  name: 'Grace Hopper',
  email: 'grace@example.com',
  password: 'nanosecond-wires-on-a-desk',
}
export const newcomer: Person = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'notes-on-the-engine-1843',
}

/** Fills in what the form of the page asks for and sends it. */
export async function submitPerson(page: Page, person: Person, button: string): Promise<void> {
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect(page.getByRole('button', { name: button, exact: true })).toBeVisible()
  if (await name.isVisible()) await name.fill(person.name)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: button, exact: true }).click()
}

/** Makes the first admin by the link that the server printed; afterwards the console is shown. */
export async function setUp(page: Page, setupLink: string): Promise<void> {
  await page.goto(setupLink)
  await submitPerson(page, admin, 'Create the first admin')
  await expectHome(page, admin)
}

/** Registers somebody while sign-up is open; afterwards their overview is shown. */
export async function register(page: Page, person: Person): Promise<void> {
  await page.goto('/register')
  await submitPerson(page, person, 'Create account')
  await expectOverview(page, person)
}

/** Signs somebody in by password in place of whoever the browser knew. */
export async function signIn(page: Page, person: Person): Promise<void> {
  // A page that is still open would ask once more, without its cookie.
  await page.goto('about:blank')
  await page.context().clearCookies()
  await page.goto('/login')
  await submitPerson(page, person, 'Sign in')
  await expectHome(page, person)
}

/** Makes the first admin by the API and signs them in; the page shows nothing yet. */
export async function createFirstAdmin(page: Page, setupLink: string): Promise<void> {
  const token = new URL(setupLink).searchParams.get('token')
  await post(page, '/trpc/setup.complete', { token, ...admin })
  await createSession(page, admin)
}

/** Registers somebody by the API, while sign-up is open, and signs them in; the page shows nothing yet. */
export async function createAccount(page: Page, person: Person): Promise<void> {
  await post(page, '/api/auth/sign-up/email', person)
}

/** Signs somebody in by the API in place of whoever the browser knew; the page shows nothing any more. */
export async function createSession(page: Page, { email, password }: Person): Promise<void> {
  // A page that is still open would ask once more, without its cookie.
  await page.goto('about:blank')
  await page.context().clearCookies()
  await post(page, '/api/auth/sign-in/email', { email, password })
}

/** Calls the API as the person of this browser, for what another page than the one under test does. */
export async function post<Answer>(page: Page, path: string, data: object): Promise<Answer> {
  // A page that shows nothing yet has no origin, but an answer says where it came from.
  const { origin } = new URL((await page.request.get('/health/live')).url())
  const response = await page.request.post(path, { data, headers: { origin } })
  expect(response.status(), `${path}: ${await response.text()}`).toBe(200)
  return response.json()
}

/** Finds the id of somebody by their address, in the name of the admin of this browser. */
export async function findUserId(adminPage: Page, email: string): Promise<string> {
  const params = { input: JSON.stringify({ search: email }) }
  const { result } = await (await adminPage.request.get('/trpc/users.list', { params })).json()
  return result.data.items[0].id
}

/** Gives somebody a role in the name of the admin of this browser; their sessions end. */
export async function giveRole(adminPage: Page, person: Person, role: string): Promise<void> {
  await post(adminPage, '/trpc/users.setRole', { id: await findUserId(adminPage, person.email), role })
}

/** What somebody sees first who has signed in: the console's first page, or their own. */
export async function expectHome(page: Page, person: Person): Promise<void> {
  await expect(page).toHaveURL(/\/(admin|dashboard)(\?|$)/)
  await expect(page.getByRole('heading', { level: 1, name: /^(Dashboard|Overview)$/ })).toBeVisible()
  const menu = page.getByRole('button', { name: `Account menu of ${person.name}` })
  await expect(menu.filter({ visible: true })).toBeVisible()
}

export async function expectOverview(page: Page, person: Person): Promise<void> {
  await expect(page).toHaveURL(/\/dashboard(\?|$)/)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  await expect(page.getByText(`Signed in as ${person.name}.`)).toBeVisible()
}

/** Follows a link of the main navigation, which a phone keeps in a drawer. */
export async function navigateTo(page: Page, link: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Open the menu' })
  if (await menu.isVisible()) await menu.click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: link }).click()
  await expect(page.getByRole('heading', { level: 1, name: link })).toBeVisible()
}

export async function signOut(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: `Account menu of ${person.name}` }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/login/)
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
}

/** Opens the newest mail with this subject in the outbox and follows its link. */
export async function followMail(page: Page, subject: string): Promise<void> {
  await page.goto('/dev/mail')
  await page.getByRole('link', { name: subject }).first().click()
  await page.locator('[data-mail-link]').first().click()
}

/** Chooses a filter of the users list, which a phone keeps folded. */
export async function filterBy(page: Page, filter: string, choice: string): Promise<void> {
  const select = page.getByRole('combobox', { name: filter, exact: true })
  // On a phone all filters fold away, and those that are seldom set stand behind "More" everywhere.
  const openers = [/^Filters/, /^More( · |$)/].map((name) =>
    page.getByRole('button', { name, expanded: false }),
  )
  await openers
    .reduce((found, opener) => found.or(opener), select)
    .first()
    .waitFor()
  for (const opener of openers)
    if (!(await select.isVisible()) && (await opener.isVisible())) await opener.click()
  await select.selectOption(choice)
  await select.press('Escape')
}
