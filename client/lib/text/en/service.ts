import type { MailProblem } from '#shared/mail-test.ts'
import { plural } from './plural.ts'

/** How the service is doing, on the settings page. */
export const service = {
  title: 'Service',
  lead: 'As the server that answers this browser sees it.',
  state: 'State',
  works: 'Answers',
  away: 'Does not answer',
  time: 'Server time',
  version: 'Version',
  versionOf: (version: string, node: string) => `${version}, on Node.js ${node}`,
  started: 'Started',
  database: 'Database',
  databases: {
    postgres: (version: string) => `PostgreSQL ${version}`,
    embedded: (version: string) => `Embedded, of PostgreSQL ${version}`,
  },
  migrations: 'Migrations',
  upToDate: (made: string) => `All ${made} made`,
  behind: (made: string, known: string) => `${made} of ${known} made`,
  ahead: (made: string, known: string) => `${made} made, by a newer version; this one knows ${known}`,
  auditLog: 'Audit log',
  sealed: 'Every row is sealed',
  unsealed: (shown: string, amount: number) =>
    `${shown} ${plural(amount, 'row waits', 'rows wait')} for the seal`,
  unsealedSince: 'the oldest from',
  notSealed: (reason: string) => `Rows are not sealed any more. ${reason}`,
  missed: (shown: string, amount: number) =>
    `${shown} ${plural(amount, 'event', 'events')} could not be recorded since the start`,
  streams: 'Live pages',
  streamsOf: (shown: string, amount: number) =>
    `${shown} ${plural(amount, 'browser listens', 'browsers listen')}`,
}

/** Whether mails leave and arrive. */
export const mails = {
  title: 'Mail',
  lead: 'Whether mails leave, what waits to, and a way to try it.',
  server: 'Mail server',
  sends: 'Set up',
  keeps: 'None: mails are kept on this server',
  waiting: 'In the queue',
  kept: 'Kept',
  nothingWaiting: 'Nothing waits',
  waitingOf: (shown: string, amount: number) => `${shown} ${plural(amount, 'mail waits', 'mails wait')}`,
  keptOf: (shown: string, amount: number) => `${shown} ${plural(amount, 'mail', 'mails')}`,
  oldestFrom: 'the oldest from',
  failed: 'Given up',
  failedOf: (shown: string) => `${shown} in the last 24 hours`,
  lastSent: 'Last sent',
  noneSent: 'None in the last 30 days',
  test: 'Send a test mail',
  testLead: (email: string) => `To ${email}, by the way that every mail takes.`,
  testReadOnly: 'Your role reads settings. An admin can send a test mail.',
  onItsWay: 'On its way to the mail server…',
  sentTitle: 'The mail server took it',
  sent: (email: string) =>
    `Look into the mailbox of ${email}. If nothing is there, look into its spam folder.`,
  keptTitle: 'The mail is kept here',
  keptAt: 'No mail server is set, so it was put where all mails are:',
  givenUp: (tries: number) => `Given up after ${tries} ${plural(tries, 'try', 'tries')}.`,
  tried: (tries: number) => `Tried ${tries === 1 ? 'once' : `${tries} times`}.`,
  againIn: (wait: string) => `Again in ${wait}.`,
  againNow: 'Trying again…',
  answer: 'The answer:',
  problems: {
    'unknown-host': 'The mail server’s name is not known. Look for a typing error in SMTP_URL.',
    unreachable: 'The mail server does not take connections. Check the host and the port in SMTP_URL.',
    timeout:
      'The mail server did not answer in time. A firewall may be in between, or the port is another one.',
    encryption:
      'No safe connection came about. Check whether SMTP_URL should begin with smtp: or smtps:, and the certificate of the mail server.',
    'sign-in': 'The mail server refused the sign-in. Check user and password in SMTP_URL.',
    sender: 'The mail server refused the sender. MAIL_FROM must be an address that it lets you use.',
    recipient: 'The mail server refused your address as the recipient.',
    refused: 'The mail server refused the mail.',
    other: 'The mail could not be sent.',
  } satisfies Record<MailProblem, string>,
}
