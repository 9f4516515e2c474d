import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSmtpServer, type TestSmtpServer } from '#test/smtp-server.ts'
import { createSmtpTransport, type MailTransport } from './smtp-transport.ts'

const mail = {
  id: 'id1',
  from: 'Gatehouse <mail@example.com>',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'Text',
  html: '<p>HTML</p>',
}
let cleanups: (() => unknown)[]
beforeEach(() => {
  cleanups = []
})
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

async function smtpServer(options: Parameters<typeof startSmtpServer>[0] = {}): Promise<TestSmtpServer> {
  const server = await startSmtpServer(options)
  cleanups.push(server.close)
  return server
}

function transport(url: string): MailTransport {
  const made = createSmtpTransport({ url })
  cleanups.push(() => made.close())
  return made
}

const never = new AbortController().signal

test('line breaks in a subject and several addresses in one reach neither header nor envelope', async () => {
  const server = await smtpServer()
  const subject = 'Hello\r\nBcc: eve@example.com\r\n\r\nbody'
  await transport(`smtp://${server.address}`).send({ ...mail, subject }, never)
  expect(server.received[0]?.to).toEqual(['ada@example.com'])
  expect(Object.keys(server.received[0]?.headers ?? {})).not.toContain('bcc')
  expect(server.received[0]?.text.trim()).toBe('Text')
})

test.each([
  ['"Höfe, \\"Söhne\\"" <mail@example.com>', '=?UTF-8?Q?H=C3=B6fe=2C_=22S=C3=B6hne=22?= <mail@example.com>'],
  ['"Acme, Ltd." <mail@example.com>', '"Acme, Ltd." <mail@example.com>'],
])('the name of a sender arrives whole: %s', async (from, header) => {
  const server = await smtpServer()
  await transport(`smtp://${server.address}`).send({ ...mail, from }, never)
  expect(server.received[0]).toMatchObject({ from: 'mail@example.com', headers: { from: [header] } })
})

test('the user and password of the address are decoded, and stand in no error', async () => {
  const seen: string[] = []
  const server = await smtpServer({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      seen.push(`${username} ${password}`)
      done(new Error(`No entry for ${username} with ${password}`))
    },
  })
  const error = await transport(`smtp://ma%40il:p%2Fss%20word@${server.address}`)
    .send(mail, never)
    .then(
      () => null,
      (reason: Error) => reason,
    )
  expect(seen).toEqual(['ma@il p/ss word'])
  expect(error?.message).toContain('No entry for (hidden) with (hidden)')
  expect(error?.cause).toBeUndefined()
})

test('STARTTLS is used where offered, and a certificate that does not check out ends the attempt', async () => {
  const server = await smtpServer({ disabledCommands: [] })
  await expect(transport(`smtp://${server.address}`).send(mail, never)).rejects.toThrow(/certificate/i)
  expect(server.received).toEqual([])
  await transport(`smtp://${server.address}?tls.rejectUnauthorized=false`).send(mail, never)
  expect(server.received[0]?.session.secure).toBe(true)
})

test('smtps speaks TLS from the start', async () => {
  const server = await smtpServer({ secure: true })
  await expect(transport(`smtps://${server.address}`).send(mail, never)).rejects.toThrow(/certificate/i)
  await transport(`smtps://${server.address}?tls.rejectUnauthorized=false`).send(mail, never)
  expect(server.received[0]?.session.secure).toBe(true)
})

test('a signal ends the wait for a server that says nothing', async () => {
  const server = await smtpServer({ onConnect: () => {} })
  const begun = Date.now()
  await expect(transport(`smtp://${server.address}`).send(mail, AbortSignal.timeout(200))).rejects.toThrow()
  expect(Date.now() - begun).toBeLessThan(60_000)
})
