import { expect, test } from 'vitest'
import { composeMail } from './mails.ts'

const appUrl = 'https://app.example.com'
const token = 'a"b&next=/x'
const url = `${appUrl}/reset-password?token=${token}`

test('every mail says why it came, in text and in HTML, and carries its link in both', () => {
  const mails: [{ subject: string; text: string; html: string }, string][] = [
    [composeMail('verification', { name: 'Ada', url }, appUrl), url],
    [composeMail('password-reset', { name: 'Ada', url }, appUrl), url],
    [composeMail('welcome', { name: 'Ada' }, appUrl), `${appUrl}/dashboard`],
    [composeMail('waiting', { name: 'Ada' }, appUrl), `${appUrl}/dashboard`],
    [composeMail('approval-needed', { name: 'Ada' }, appUrl), `${appUrl}/admin/users?status=pending`],
    [composeMail('existing-account', { name: 'Ada' }, appUrl), `${appUrl}/login`],
    [
      composeMail('invitation', { name: 'Ada', token, expiresAt: new Date() }, appUrl),
      `${appUrl}/accept-invitation?token=${token}`,
    ],
    [composeMail('feedback', { name: 'Ada' }, appUrl), `${appUrl}/admin/feedback?status=new`],
    [composeMail('approved', { name: 'Ada' }, appUrl), `${appUrl}/dashboard`],
    [composeMail('refused', { name: 'Ada', reason: null }, appUrl), `${appUrl}/`],
    [composeMail('account-locked', { name: 'Ada', until: new Date() }, appUrl), `${appUrl}/forgot-password`],
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
  const { text, html } = composeMail('existing-account', { name: 'Ada' }, appUrl)
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
  const { html, text } = composeMail('welcome', { name }, appUrl)
  expect(html).toContain(`Hello ${escaped},`)
  expect(html).not.toContain(`Hello ${name}`)
  expect(text).toContain(`Hello ${name},`)
})

test('line breaks and marks that reverse the reading direction leave a name', () => {
  const { html, text } = composeMail('welcome', { name: 'Ada\r\nBcc eve\u2028x\u202ey\u0000' }, appUrl)
  expect(text.split('\n')[0]).toBe('Hello Ada Bcc eve x y,')
  expect(html).not.toMatch(/[\u0000\u202e\u2028]/)
})

test.each(['You won, see evil.example', 'https://evil.example', 'eve@evil.example', 'x'.repeat(61), '  '])(
  'a name that is a message to a stranger is left out: %s',
  (name) => {
    const { html, text } = composeMail('verification', { name, url }, appUrl)
    expect(text.startsWith('Hello,\n')).toBe(true)
    expect(html).not.toContain('evil')
  },
)
