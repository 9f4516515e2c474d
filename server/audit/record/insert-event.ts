import { auditEvent } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'

// Each column is given, so that the text of the statement is always the one that its name stands for.
export type NewAuditEvent = Required<Omit<typeof auditEvent.$inferInsert, 'position' | 'chain'>>

/** Appends a row to the log. Every act of an admin pays for this statement: by its name the database plans it once. */
export async function insertEvent(db: Database, row: NewAuditEvent): Promise<void> {
  await db.insert(auditEvent).values(row).prepare('audit_event_insert').execute()
}
