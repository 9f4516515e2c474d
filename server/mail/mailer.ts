import { randomUUID } from 'node:crypto'
import { mail } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { joinTransaction } from '../database/transaction-guard.ts'
import { AppError } from '../errors.ts'
import type { MailContent } from './mail-layout.ts'
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
import {
  codesLockedMail,
  emailChangeConfirmationMail,
  emailChangedMail,
  emailChangeVerificationMail,
  passwordChangedMail,
  twoFactorResetMail,
} from './security-mails.ts'
import { testMail } from './test-mail.ts'

export const mailKinds = [
  'verification',
  'password-reset',
  'welcome',
  'existing-account',
  'account-locked',
  'waiting',
  'approval-needed',
  'email-change-confirmation',
  'email-change-verification',
  'email-changed',
  'password-changed',
  'two-factor-reset',
  'codes-locked',
  'invitation',
  'approved',
  'refused',
  'test',
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
  /** For the owner of a new account that waits for approval, in place of the welcome. */
  sendWaiting(mail: Recipient): Promise<void>
  /** For who decides approvals. */
  sendApprovalNeeded(mail: Recipient): Promise<void>
  /** For an address that somebody tried to register although it has an account. */
  sendExistingAccount(mail: Recipient): Promise<void>
  /** For the owner of an account that wrong passwords have locked. */
  sendAccountLocked(mail: Recipient & { until: Date }): Promise<void>
  /** To the old address of a user who wants another one: the link allows the change. */
  sendEmailChangeConfirmation(mail: Recipient & { newEmail: string; url: string }): Promise<void>
  /** To the new one: the link proves that it is theirs, and makes the change. */
  sendEmailChangeVerification(mail: Recipient & { url: string }): Promise<void>
  /** To the old address, once it is the account's no more. */
  sendEmailChanged(mail: Recipient): Promise<void>
  sendPasswordChanged(mail: Recipient): Promise<void>
  /** For who must set up two-factor anew, since an admin removed it. */
  sendTwoFactorReset(mail: Recipient): Promise<void>
  /** For the owner of an account whose password somebody knew, but not the codes. */
  sendCodesLocked(mail: Recipient & { until: Date }): Promise<void>
  /** For an invited person: anybody with the token can accept. */
  sendInvitation(mail: Recipient & { token: string; expiresAt: Date }): Promise<void>
  /** For a person whose account has been approved. */
  sendApproved(mail: Recipient): Promise<void>
  /** For who waited for approval and did not get it. */
  sendRefused(mail: Recipient & { reason: string | null }): Promise<void>
  /** For the admin who tries out whether mails arrive; the mail is found by its id. */
  sendTest(mail: Recipient & { id: string }): Promise<void>
}

/**
 * A mailer over the outbox of `db`; `appUrl` is the origin its links lead to.
 * Its methods throw AppError `BAD_REQUEST` for what is no single address.
 */
export function createMailer({ db, appUrl }: { db: Database; appUrl: string }): Mailer {
  const enqueue = async (kind: MailKind, to: string, content: MailContent, id: string = randomUUID()) => {
    await joinTransaction(db)
      .insert(mail)
      .values({
        id,
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
    sendWaiting: async ({ to, name }) => enqueue('waiting', to, waitingMail({ name, appUrl })),
    sendApprovalNeeded: async ({ to, name }) =>
      enqueue('approval-needed', to, approvalNeededMail({ name, appUrl })),
    sendExistingAccount: ({ to, name }) =>
      enqueue('existing-account', to, existingAccountMail({ name, appUrl })),
    sendAccountLocked: async ({ to, name, until }) =>
      enqueue('account-locked', to, accountLockedMail({ name, until, appUrl })),
    sendEmailChangeConfirmation: async ({ to, name, newEmail, url }) =>
      enqueue(
        'email-change-confirmation',
        to,
        emailChangeConfirmationMail({ name, newEmail, url: ownLink(url, appUrl), appUrl }),
      ),
    sendEmailChangeVerification: async ({ to, name, url }) =>
      enqueue(
        'email-change-verification',
        to,
        emailChangeVerificationMail({ name, url: ownLink(url, appUrl), appUrl }),
      ),
    sendEmailChanged: ({ to, name }) => enqueue('email-changed', to, emailChangedMail({ name, appUrl })),
    sendPasswordChanged: ({ to, name }) =>
      enqueue('password-changed', to, passwordChangedMail({ name, appUrl })),
    sendTwoFactorReset: ({ to, name }) =>
      enqueue('two-factor-reset', to, twoFactorResetMail({ name, appUrl })),
    sendCodesLocked: ({ to, name, until }) =>
      enqueue('codes-locked', to, codesLockedMail({ name, until, appUrl })),
    sendInvitation: async ({ to, name, token, expiresAt }) => {
      const url = `${appUrl}/accept-invitation?token=${token}`
      await enqueue('invitation', to, invitationMail({ name, url, expiresAt, appUrl }))
    },
    sendApproved: async ({ to, name }) => enqueue('approved', to, approvedMail({ name, appUrl })),
    sendRefused: async ({ to, name, reason }) =>
      enqueue('refused', to, refusedMail({ name, reason, appUrl })),
    sendTest: ({ id, to, name }) => enqueue('test', to, testMail({ name, appUrl }), id),
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
