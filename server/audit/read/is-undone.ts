import { sql } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'

/** In SQL, whether a row of a query over the log was taken back. Only undos are done to rows. */
export const isUndone = sql<boolean>`exists (
  select 1 from ${auditEvent} as undo where undo.subject_id = audit_event.id and undo.action = 'audit.undo')`
