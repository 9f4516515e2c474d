import { desc, eq, sql } from 'drizzle-orm'
import { type MailTable, mail } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'

/** A mail as a list shows it: without its bodies, which hold live links. */
export type MailSummary = Pick<MailTable, 'id' | 'kind' | 'recipient' | 'subject' | 'createdAt'>

/** The latest mails, newest first. */
export function listMails(db: Database, options: { limit: number }): Promise<MailSummary[]> {
  return db
    .select({
      id: mail.id,
      kind: mail.kind,
      recipient: mail.recipient,
      subject: mail.subject,
      createdAt: mail.createdAt,
    })
    .from(mail)
    .orderBy(desc(mail.createdAt), desc(mail.id))
    .limit(options.limit)
}

/** One mail whole, or null. */
export async function getMail(db: Database, options: { id: string }): Promise<MailTable | null> {
  const [found] = await db.select().from(mail).where(eq(mail.id, options.id))
  return found ?? null
}

/** Deletes the mails older than `days`, sent or not; returns how many. */
export async function deleteOldMails(db: Database, options: { days?: number } = {}): Promise<number> {
  const days = options.days ?? 30
  const deleted = await db
    .delete(mail)
    .where(sql`${mail.createdAt} < now() - ${days} * interval '1 day'`)
    .returning({ id: mail.id })
  return deleted.length
}
