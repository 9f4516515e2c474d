import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'

export interface ReceivedMail {
  from: string
  to: string[]
  /** By lower-case name, unfolded; of a header that stands twice all values. */
  headers: Record<string, string[]>
  text: string
  html: string
  session: SMTPServerSession
}

export interface TestSmtpServer {
  /** `127.0.0.1:port`. */
  address: string
  received: ReceivedMail[]
  close(): Promise<void>
}

/** A real SMTP server on a free port that keeps what it takes; `refuse` may say why it does not take a mail. */
export async function startSmtpServer(
  options: SMTPServerOptions & { refuse?(): Error | null } = {},
): Promise<TestSmtpServer> {
  const { refuse, ...smtpOptions } = options
  const received: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    async onData(stream, session, done) {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk)
      const error = refuse?.() ?? null
      if (!error) received.push(parseMail(Buffer.concat(chunks).toString('utf8'), session))
      done(error)
    },
    ...smtpOptions,
  })
  // A client that goes away in the middle is what some tests are about.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  return {
    address: `127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function parseMail(source: string, session: SMTPServerSession): ReceivedMail {
  const { headers, body } = parsePart(source)
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type']?.[0] ?? '')?.[1]
  const parts = body.split(`--${boundary}`).slice(1, -1).map(parsePart)
  const bodyOf = (type: string) =>
    parts.find((part) => part.headers['content-type']?.[0]?.startsWith(type))?.body ?? ''
  const { mailFrom, rcptTo } = session.envelope
  return {
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map(({ address }) => address),
    headers,
    text: bodyOf('text/plain'),
    html: bodyOf('text/html'),
    session,
  }
}

function parsePart(source: string): { headers: Record<string, string[]>; body: string } {
  const [head = '', ...rest] = source.replace(/^\r\n/, '').split('\r\n\r\n')
  const headers: Record<string, string[]> = {}
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const [name = '', ...value] = line.split(':')
    const values = headers[name.toLowerCase()] ?? []
    values.push(value.join(':').trim())
    headers[name.toLowerCase()] = values
  }
  return { headers, body: decode(rest.join('\r\n\r\n'), headers['content-transfer-encoding']?.[0]) }
}

function decode(body: string, encoding = '7bit'): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
