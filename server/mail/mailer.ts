import { randomUUID } from 'node:crypto'
import { mail } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { joinTransaction } from '../database/transaction-guard.ts'
import { AppError } from '../errors.ts'
import type { MailContent } from './mail-layout.ts'
import {
  accountLockedMail,
  existingAccountMail,
  passwordResetMail,
  verificationMail,
  welcomeMail,
} from './mail-templates.ts'

export const mailKinds = [
  'verification',
  'password-reset',
  'welcome',
  'existing-account',
  'account-locked',
] as const
export type MailKind = (typeof mailKinds)[number]

/** To whom, and how they are called. */
export interface Recipient {
  to: string
  name: string
}

/**
 * Writes mails into the outbox, in the transaction that is open in the caller's flow if there is one, so
 * that what is rolled back sends nothing. Each resolves once the row is written; nobody waits for a mail server.
 */
export interface Mailer {
  sendVerification(mail: Recipient & { url: string }): Promise<void>
  sendPasswordReset(mail: Recipient & { url: string }): Promise<void>
  sendWelcome(mail: Recipient): Promise<void>
  /** For an address that somebody tried to register although it has an account. */
  sendExistingAccount(mail: Recipient): Promise<void>
  /** For the owner of an account that wrong passwords have locked. */
  sendAccountLocked(mail: Recipient & { until: Date }): Promise<void>
}

/**
 * A mailer over the outbox of `db`; `appUrl` is the origin its links lead to.
 * Its methods throw AppError `BAD_REQUEST` for what is no single address.
 */
export function createMailer({ db, appUrl }: { db: Database; appUrl: string }): Mailer {
  const enqueue = async (kind: MailKind, to: string, content: MailContent) => {
    await joinTransaction(db)
      .insert(mail)
      .values({
        id: randomUUID(),
        kind,
        recipient: singleAddress(to),
        subject: oneLine(content.subject),
        text: content.text,
        html: content.html,
      })
  }
  return {
    sendVerification: async ({ to, name, url }) =>
      enqueue('verification', to, verificationMail({ name, url: ownLink(url, appUrl), appUrl })),
    sendPasswordReset: async ({ to, name, url }) =>
      enqueue('password-reset', to, passwordResetMail({ name, url: ownLink(url, appUrl), appUrl })),
    sendWelcome: ({ to, name }) => enqueue('welcome', to, welcomeMail({ name, appUrl })),
    sendExistingAccount: ({ to, name }) =>
      enqueue('existing-account', to, existingAccountMail({ name, appUrl })),
    sendAccountLocked: async ({ to, name, until }) =>
      enqueue('account-locked', to, accountLockedMail({ name, until, appUrl })),
  }
}

// A list of addresses, or a line break that begins another header, would send the link to somebody else.
function singleAddress(address: string): string {
  if (address.length <= 255 && /^[^\s<>,;:"()]+@[^\s<>,;:"()@]+$/.test(address)) return address
  throw new AppError('BAD_REQUEST', 'Not an e-mail address.')
}

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ').slice(0, 255)

// A link made from a forged Host header would hand the token in it to a stranger's server.
function ownLink(url: string, appUrl: string): string {
  if (URL.canParse(url) && new URL(url).origin === new URL(appUrl).origin) return url
  throw new Error(`A link in a mail must lead to ${appUrl}.`)
}
