import { startSmtpServer, type TestSmtpServer } from '#test/smtp-server.ts'
import { expectAccessible } from './accessible.ts'
import { expectAccessibleDialog } from './dialogs.ts'
import { test as base, expect } from './gatehouse.ts'
import { admin, createAccount, createFirstAdmin, createSession, giveRole, newcomer } from './steps.ts'

interface Post {
  smtp: TestSmtpServer
  /** What the mail server says to the next mails; null takes them. */
  refusal: { current: Error | null }
}

/** With a mail server that takes what comes, or refuses it when told to. */
const testWithMail = base.extend<{ post: Post }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures it must make from here
  post: async ({}, use) => {
    const refusal: Post['refusal'] = { current: null }
    const smtp = await startSmtpServer({
      onRcptTo: (_address, _session, done) => done(refusal.current),
    })
    await use({ smtp, refusal })
    await smtp.close()
  },
  environment: async ({ post }, use) =>
    use({ SMTP_URL: `smtp://${post.smtp.address}`, MAIL_FROM: 'Gatehouse <mail@example.com>' }),
})

base(
  'an admin changes the settings and takes a change back; a reader sees them and why they cannot',
  { tag: '@phone' },
  async ({ gatehouse, page, secondPage }) => {
    await createFirstAdmin(page, gatehouse.setupLink)
    await createAccount(secondPage, newcomer)
    await giveRole(page, newcomer, 'admin_ro')
    await page.goto('/admin/settings')
    const save = (title: string) =>
      page
        .locator('section')
        .filter({ has: page.getByRole('heading', { name: title }) })
        .getByRole('button', { name: 'Save' })

    await base.step('how the service is doing is there to read', async () => {
      await expect(page.getByText(/^\d+\.\d+\.\d+, on Node\.js /)).toBeVisible()
      await expect(page.getByText(/^Embedded, of PostgreSQL /)).toBeVisible()
      await expect(page.getByText(/^All \d+ made$/)).toBeVisible()
      await expect(page.getByText('Every row is sealed')).toBeVisible()
      await expect(page.getByText('1 browser listens')).toBeVisible()
      await expect(page.getByRole('heading', { name: 'How your address is told' })).toBeVisible()
      await expectAccessible(page)
    })

    await base.step('who may register is changed, holds at once, and is taken back', async () => {
      await expect(save('Who may register')).toBeDisabled()
      await page.getByRole('radio', { name: /^Nobody/ }).check()
      await save('Who may register').click()
      await expect(page.getByText('Changed by Grace Hopper, now')).toBeVisible()
      await secondPage.context().clearCookies()
      await secondPage.goto('/register')
      await expect(
        secondPage.getByText(/Registration is closed|New accounts are not open/).first(),
      ).toBeVisible()
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect(page.getByRole('radio', { name: /^Everybody A new account works/ })).toBeChecked()
    })

    await base.step(
      'a time zone that nobody knows is refused at its field, one that is known is kept',
      async () => {
        const zone = page.getByRole('combobox', { name: 'Time zone' })
        await zone.fill('Europe/Nowhere')
        await save('Where months of credits begin').click()
        await expect(page.getByText('There is no such time zone.')).toBeVisible()
        await zone.fill('Europe/Berlin')
        await save('Where months of credits begin').click()
        await expect(save('Where months of credits begin')).toBeDisabled()
        await page.reload()
        await expect(zone).toHaveValue('Europe/Berlin')
      },
    )

    await base.step('a number of days that cannot be says so beside the field', async () => {
      await page.getByRole('textbox', { name: 'Days' }).fill('7')
      await save('How long the audit log is kept').click()
      await expect(page.getByText(/30/).first()).toBeVisible()
      await expect(page.getByRole('textbox', { name: 'Days' })).toHaveValue('7')
      await expectAccessible(page)
    })

    await base.step('a shorter time asks first, names what goes, and can be taken back', async () => {
      await page.getByRole('textbox', { name: 'Days' }).fill('90')
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await expect(dialog).toContainText('every row once it is 90 days old')
      await expectAccessibleDialog(page)
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
      await save('How long the audit log is kept').click()
      await dialog.getByRole('button', { name: 'Keep 90 days' }).click()
      await expect(dialog).toBeHidden()
      await page.getByRole('button', { name: 'Undo' }).last().click()
      await expect(page.getByRole('textbox', { name: 'Days' })).toHaveValue('365')
      await page.reload()
      await expect(page.getByRole('textbox', { name: 'Days' })).toHaveValue('365')
    })

    await base.step('without a mail server a test mail is kept where all mails are', async () => {
      await expect(page.getByText('None: mails are kept on this server')).toBeVisible()
      await page.getByRole('button', { name: 'Send a test mail' }).click()
      await expect(page.getByText('The mail is kept here')).toBeVisible()
      await expectAccessible(page)
    })

    await base.step('a reader sees all of it and can change nothing', async () => {
      await createSession(secondPage, newcomer)
      await secondPage.goto('/admin/settings')
      await expect(secondPage.getByText('Your role reads settings. An admin can change them.')).toBeVisible()
      for (const radio of await secondPage.getByRole('radio').all()) await expect(radio).toBeDisabled()
      await expect(secondPage.getByRole('button', { name: 'Save' })).toHaveCount(0)
      await expect(secondPage.getByRole('button', { name: 'Send a test mail' })).toBeDisabled()
      await expect(secondPage.getByText('An admin can send a test mail.')).toBeVisible()
      await expect(secondPage.getByText('Every row is sealed')).toBeVisible()
      await expectAccessible(secondPage)
    })
  },
)

testWithMail(
  'a test mail arrives, and one that is refused says why',
  { tag: '@phone' },
  async ({ gatehouse, page, post, watch }) => {
    await createFirstAdmin(page, gatehouse.setupLink)
    await page.goto('/admin/settings')
    const send = page.getByRole('button', { name: 'Send a test mail' })

    await base.step('the mail server takes it', async () => {
      await expect(page.getByText(`To ${admin.email}, by the way that every mail takes.`)).toBeVisible()
      await send.click()
      await expect(page.getByText('The mail server took it')).toBeVisible()
      const arrived = post.smtp.received.find(({ headers }) => headers.subject?.[0] === 'Mails arrive')
      expect(arrived).toMatchObject({ from: 'mail@example.com', to: [admin.email] })
      expect(arrived?.text).toContain('mails reach you')
      await expect(page.getByText('Nothing waits')).toBeVisible()
      await expectAccessible(page)
    })

    await base.step('the mail server refuses it, and the page says what it said', async () => {
      post.refusal.current = Object.assign(new Error('No such mailbox here'), { responseCode: 550 })
      await send.click()
      await expect(page.getByText('The mail server refused your address as the recipient.')).toBeVisible()
      await expect(page.getByText(/550 No such mailbox here/)).toBeVisible()
      await expect(page.getByText(/^Tried once\. Again in \d+ s\.$/)).toBeVisible()
      await expect(page.getByText('1 mail waits')).toBeVisible()
      await expectAccessible(page)
    })

    await base.step('too many are told to wait', async () => {
      watch.expectMessage(/status of 429/)
      await expect(send).toBeEnabled()
      await send.click()
      await expect(page.getByText(/^Too many tries\. Again in/)).toHaveCount(0)
      await expect(send).not.toHaveAttribute('aria-busy', 'true')
      await send.click()
      await expect(page.getByText(/^Too many tries\. Again in/)).toBeVisible()
      await expect(send).toBeDisabled()
      await expectAccessible(page)
    })
  },
)
