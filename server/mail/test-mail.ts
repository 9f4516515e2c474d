import { greeting, host } from './mail-greeting.ts'
import { type MailContent, renderMail } from './mail-layout.ts'

/** To the admin who tries out whether mails arrive. */
export function testMail(options: { name: string; appUrl: string }): MailContent {
  return renderMail({
    subject: 'Mails arrive',
    greeting: greeting(options.name),
    sentence: 'This is the test you asked for: mails reach you.',
    button: { label: 'Back to the settings', url: `${options.appUrl}/admin/settings` },
    reason: `You get this mail because you sent yourself a test at ${host(options.appUrl)}.`,
  })
}
