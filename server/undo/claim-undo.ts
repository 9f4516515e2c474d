import { and, asc, eq, sql } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import type { UndoableEvent } from './undo-context.ts'

/** Throws CONFLICT for an act that was taken back already. */
export async function refuseUndone(db: Database, id: string): Promise<void> {
  const [undo] = await db
    .select({ id: auditEvent.id })
    .from(auditEvent)
    .where(and(eq(auditEvent.subjectId, id), eq(auditEvent.action, 'audit.undo')))
    .orderBy(asc(auditEvent.at), asc(auditEvent.id))
    .limit(1)
  if (!undo) return
  throw new AppError('CONFLICT', 'This act was taken back already.', {
    reason: { kind: 'undone', by: undo.id },
  })
}

/**
 * Records, in the transaction that takes an act back, that it does. Of two at once the second waits for the first, and
 * then throws CONFLICT.
 */
export async function claimUndo(ctx: ActorContext, event: UndoableEvent): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`undo ${event.id}`}, 0))`)
  await refuseUndone(ctx.db, event.id)
  await recordAudit(ctx, {
    action: 'audit.undo',
    subject: { type: 'audit', id: event.id },
    after: { action: event.action, subject: event.subjectId },
  })
}
