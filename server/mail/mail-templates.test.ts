import { expect, test } from 'vitest'
import {
  accountLockedMail,
  approvalNeededMail,
  approvedMail,
  existingAccountMail,
  invitationMail,
  passwordResetMail,
  refusedMail,
  verificationMail,
  waitingMail,
  welcomeMail,
} from './mail-templates.ts'

const appUrl = 'https://app.example.com'
const url = `${appUrl}/reset-password?token=a"b&next=/x`

test('every mail says why it came, in text and in HTML, and carries its link in both', () => {
  const mails: [{ subject: string; text: string; html: string }, string][] = [
    [verificationMail({ name: 'Ada', url, appUrl }), url],
    [passwordResetMail({ name: 'Ada', url, appUrl }), url],
    [welcomeMail({ name: 'Ada', appUrl }), `${appUrl}/dashboard`],
    [waitingMail({ name: 'Ada', appUrl }), `${appUrl}/dashboard`],
    [approvalNeededMail({ name: 'Ada', appUrl }), `${appUrl}/admin/users?status=pending`],
    [existingAccountMail({ name: 'Ada', appUrl }), `${appUrl}/login`],
    [invitationMail({ name: 'Ada', url, expiresAt: new Date(), appUrl }), url],
    [approvedMail({ name: 'Ada', appUrl }), `${appUrl}/dashboard`],
    [refusedMail({ name: 'Ada', reason: null, appUrl }), `${appUrl}/`],
    [accountLockedMail({ name: 'Ada', until: new Date(), appUrl }), `${appUrl}/forgot-password`],
  ]
  for (const [mail, link] of mails) {
    expect(mail.subject).toMatch(/^[\w -]{10,60}$/)
    const hrefs = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)
    expect(hrefs).toContain(link.replaceAll('&', '&amp;').replaceAll('"', '&quot;'))
    expect(mail.text.split('\n')).toContain(link)
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain('Hello Ada,')
      expect(body).toContain('You get this mail because')
      expect(body).toContain('app.example.com')
    }
  }
})

test('a person with an account is led to sign-in and to a new password', () => {
  const { text, html } = existingAccountMail({ name: 'Ada', appUrl })
  for (const path of ['/login', '/forgot-password']) {
    expect(text.split('\n')).toContain(`${appUrl}${path}`)
    expect(html).toContain(`href="${appUrl}${path}"`)
  }
})

test.each([
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['"><b>&amp;', '&quot;&gt;&lt;b&gt;&amp;amp;'],
  ["O'Neill & Söhne", 'O&#39;Neill &amp; Söhne'],
])('markup in a name is text: %s', (name, escaped) => {
  const { html, text } = welcomeMail({ name, appUrl })
  expect(html).toContain(`Hello ${escaped},`)
  expect(html).not.toContain(`Hello ${name}`)
  expect(text).toContain(`Hello ${name},`)
})

test('line breaks and marks that reverse the reading direction leave a name', () => {
  const { html, text } = welcomeMail({ name: 'Ada\r\nBcc eve\u2028x\u202ey\u0000', appUrl })
  expect(text.split('\n')[0]).toBe('Hello Ada Bcc eve x y,')
  expect(html).not.toMatch(/[\u0000\u202e\u2028]/)
})

test.each(['You won, see evil.example', 'https://evil.example', 'eve@evil.example', 'x'.repeat(61), '  '])(
  'a name that is a message to a stranger is left out: %s',
  (name) => {
    const { html, text } = verificationMail({ name, url, appUrl })
    expect(text.startsWith('Hello,\n')).toBe(true)
    expect(html).not.toContain('evil')
  },
)
