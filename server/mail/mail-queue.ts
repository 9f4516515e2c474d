import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm'
import { type MailTable, mail } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'

/** A mail that this worker alone may send until its lease ends; `attempts` counts this one too. */
export type ClaimedMail = Pick<
  MailTable,
  'id' | 'recipient' | 'subject' | 'text' | 'html' | 'attempts' | 'createdAt'
>

const maxAttempts = 8
const firstRetryMs = 30_000
const longestRetryMs = 3_600_000

const fromNow = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'`
const waiting = and(isNull(mail.sentAt), isNull(mail.failedAt))

/**
 * Takes up to `limit` mails that are due and puts them out of every other worker's reach for `leaseMs`, in
 * one statement: no transaction stays open while they are sent, and a worker that dies loses none.
 */
export async function claimMails(
  db: Database,
  options: { limit: number; leaseMs: number },
): Promise<ClaimedMail[]> {
  const due = db.$with('due').as(
    db
      .select({ id: mail.id })
      .from(mail)
      // The column is rounded to the millisecond, so that a row of this moment may lie ahead of now().
      .where(and(waiting, lte(mail.nextAttemptAt, fromNow(1))))
      .orderBy(asc(mail.nextAttemptAt))
      .limit(options.limit)
      .for('update', { skipLocked: true }),
  )
  return db
    .with(due)
    .update(mail)
    .set({ nextAttemptAt: fromNow(options.leaseMs), attempts: sql`${mail.attempts} + 1` })
    .from(due)
    .where(eq(mail.id, due.id))
    .returning({
      id: mail.id,
      recipient: mail.recipient,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      attempts: mail.attempts,
      createdAt: mail.createdAt,
    })
}

/** Notes that the mail was sent, and erases its bodies. One at a time: workers that update sets of rows deadlock. */
export async function markSent(db: Database, id: string): Promise<void> {
  await db
    .update(mail)
    .set({ sentAt: sql`now()`, failedAt: null, lastError: null, text: null, html: null })
    .where(eq(mail.id, id))
}

/** Notes a failed attempt: the next one comes later each time, and the eighth is the last. Returns whether it was. */
export async function markFailed(db: Database, claimed: ClaimedMail, lastError: string): Promise<boolean> {
  if (claimed.attempts >= maxAttempts) {
    await giveUp(db, claimed, lastError)
    return true
  }
  const retryMs = Math.min(firstRetryMs * 2 ** (claimed.attempts - 1), longestRetryMs)
  await db
    .update(mail)
    .set({ nextAttemptAt: fromNow(retryMs), lastError })
    .where(stillOurs(claimed))
  return false
}

/** Notes that the mail will not be sent, and erases its bodies. */
export async function giveUp(db: Database, claimed: ClaimedMail, lastError: string): Promise<void> {
  await db
    .update(mail)
    .set({ failedAt: sql`now()`, lastError, text: null, html: null })
    .where(stillOurs(claimed))
}

// A worker whose lease has ended must not overwrite what the next one did.
const stillOurs = (claimed: ClaimedMail) =>
  and(eq(mail.id, claimed.id), eq(mail.attempts, claimed.attempts), waiting)
