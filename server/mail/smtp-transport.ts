import { createTransport } from 'nodemailer'

/** A mail as it leaves. */
export interface OutgoingMail {
  id: string
  from: string
  to: string
  subject: string
  text: string
  html: string
}

/** What brings a mail on its way. */
export interface MailTransport {
  /** Resolves once the mail server has taken the mail; rejects when it did not, or when `signal` ends the wait. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>
  /** Closes the connections; one that is sending finishes first. */
  close(): void
}

/**
 * Sends over the SMTP server that `url` names, with up to five connections kept for 30 seconds: TLS from the
 * start for `smtps:`, for `smtp:` as soon as the server offers STARTTLS. Certificates are checked, unless the
 * address ends in `?tls.rejectUnauthorized=false`. Errors hold neither user nor password.
 */
export function createSmtpTransport({ url }: { url: string }): MailTransport {
  const pool = createTransport({
    pool: true,
    url,
    maxConnections: 5,
    maxRequeues: 1,
    idleTimeout: 30_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    dnsTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const redact = credentialRedactor(url)
  return {
    send: async ({ id, from, to, subject, text, html }, signal) => {
      try {
        await pool.sendMail({
          // The same at every attempt, so that a mail server can tell a repeated mail.
          messageId: `<${id}@${domainOf(from)}>`,
          from,
          to: { name: '', address: to },
          subject: subject.replace(/[\r\n]+/g, ' '),
          text,
          html,
          // Keeps holiday answers away (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
          xMailer: false,
          signal,
        })
      } catch (error) {
        // Not as a cause: a log that prints causes would print what is left out here.
        throw new Error(redact(error instanceof Error ? error.message : String(error)))
      }
    },
    close: () => pool.close(),
  }
}

const domainOf = (from: string) => /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'

function credentialRedactor(url: string): (text: string) => string {
  const { username, password } = new URL(url)
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)]
  const base64 = (value: string) => Buffer.from(value).toString('base64')
  const secrets = [username, password, user, pass]
    .filter((secret) => secret !== '')
    .flatMap((secret) => [secret, base64(secret)])
    .concat(pass === '' ? [] : base64(`\u0000${user}\u0000${pass}`))
    .sort((a, b) => b.length - a.length)
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '(hidden)'), text)
}
