import { randomUUID } from 'node:crypto'
import { mail } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { joinTransaction } from '../database/transaction-guard.ts'
import { AppError } from '../errors.ts'
import { composeMail, type MailInputs, type MailKind } from './mails.ts'

/** To whom, and how they are called. */
export interface Recipient {
  to: string
  name: string
  /** What the sender finds the mail by in the outbox; one of its own unless given. */
  id?: string
}

export interface Mailer {
  /**
   * Writes a mail into the outbox, in the transaction that is open in the caller's flow if there is one, so that what
   * is rolled back sends nothing. Resolves once the row is written; nobody waits for a mail server.
   * Throws AppError `BAD_REQUEST` for what is no single address.
   */
  send<Kind extends MailKind>(kind: Kind, mail: Recipient & MailInputs[Kind]): Promise<void>
}

/** A mailer over the outbox of `db`; `appUrl` is the origin its links lead to. */
export function createMailer({ db, appUrl }: { db: Database; appUrl: string }): Mailer {
  return {
    async send(kind, input) {
      const { subject, text, html } = composeMail(kind, input, appUrl)
      await joinTransaction(db)
        .insert(mail)
        .values({
          id: input.id ?? randomUUID(),
          kind,
          recipient: singleAddress(input.to),
          subject: oneLine(subject),
          text,
          html,
        })
    },
  }
}

/** For a mail that only tells of what was done: an address that takes none must not undo it. */
export function passUnmailable(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}

// A list of addresses, or a line break that begins another header, would send the link to somebody else.
function singleAddress(address: string): string {
  if (address.length <= 255 && /^[^\s<>,;:"()]+@[^\s<>,;:"()@]+$/.test(address)) return address
  throw new AppError('BAD_REQUEST', 'Not an e-mail address.')
}

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ').slice(0, 255)
