import { asc } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { createAuditKeys } from '#server/audit/audit-keys.ts'
import type { Database } from '#server/database/database.ts'
import { testSecret } from './app.ts'

/** The keys that an app of the tests signs its audit log with. */
export const auditKeys = createAuditKeys({ secrets: [testSecret], own: [] })

/** Every row of the audit log in order, the readable parts put back into `before` and `after`. */
export async function readAudit(db: Database) {
  const rows = await db.select().from(auditEvent).orderBy(asc(auditEvent.at), asc(auditEvent.id))
  return rows.map((row) => ({
    action: row.action,
    actorId: row.actorId,
    impersonatorId: row.impersonatorId,
    subject: row.subjectId,
    subjectType: row.subjectType,
    before: join(row.before, row.subjectFacts?.before),
    after: join(row.after, row.subjectFacts?.after),
    actor: row.actorFacts,
    requestId: row.requestId,
  }))
}

const join = (fields: object | null, personal: object | undefined) =>
  fields || personal ? { ...fields, ...personal } : null
