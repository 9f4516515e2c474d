import { expect, onTestFinished, test } from 'vitest'
import type { MailProblem } from '#shared/mail-test.ts'
import { startSmtpServer } from '#test/smtp-server.ts'
import { describeFailure } from './failure-text.ts'
import { mailProblemOf } from './mail-problem.ts'
import { createSmtpTransport } from './smtp-transport.ts'

type Options = Parameters<typeof startSmtpServer>[0]

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

async function failureAt(url: string): Promise<string> {
  const transport = createSmtpTransport({ url })
  onTestFinished(() => transport.close())
  const mail = {
    id: 'id',
    from: 'mail@example.com',
    to: 'ada@example.com',
    subject: 'S',
    text: 'T',
    html: 'H',
  }
  return transport.send(mail, new AbortController().signal).then(
    () => 'It was sent.',
    (error) => describeFailure(error),
  )
}

const cases: [MailProblem, Options, string][] = [
  ['recipient', { onRcptTo: (_a, _s, done) => done(refusal(550, 'No such mailbox here')) }, 'smtp://'],
  ['sender', { onMailFrom: (_a, _s, done) => done(refusal(553, 'You may not use this')) }, 'smtp://'],
  [
    'sign-in',
    { authOptional: false, allowInsecureAuth: true, onAuth: (_a, _s, done) => done(new Error('No entry')) },
    'smtp://me:wrong@',
  ],
  ['refused', { refuse: () => refusal(554, 'Looks like spam') }, 'smtp://'],
  ['encryption', {}, 'smtps://'],
]

test.each(cases)('what a mail server answers is known as: %s', async (kind, options, scheme) => {
  const server = await startSmtpServer(options)
  onTestFinished(server.close)
  const detail = await failureAt(`${scheme}${server.address}`)
  expect([mailProblemOf(detail), detail]).toEqual([kind, detail])
})

test('a server that does not exist, and one that does not listen', async () => {
  const server = await startSmtpServer()
  await server.close()
  for (const [url, kind] of [
    [`smtp://${server.address}`, 'unreachable'],
    ['smtp://nowhere.invalid:25', 'unknown-host'],
  ] as const) {
    const detail = await failureAt(url)
    expect([mailProblemOf(detail), detail]).toEqual([kind, detail])
  }
})

test.each([
  ['Greeting never received', 'timeout'],
  ['Connection timeout', 'timeout'],
  ['self-signed certificate in certificate chain', 'encryption'],
  ['Too old to be sent.', 'other'],
])('%s is known as: %s', (detail, kind) => {
  expect(mailProblemOf(detail)).toBe(kind)
})
