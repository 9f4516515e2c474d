import { eq } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { type AuditEvent, isUndoable, type UndoInput } from '#shared/audit.ts'
import { toAuditEvent } from '../audit/read/audit-view.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { checkRow } from '../audit/verify/check-row.ts'
import { AppError } from '../errors.ts'
import type { RecordUndo, UndoableEvent, UndoContext } from './undo-context.ts'
import { undoOverride } from './undo-override.ts'
import { undoSetting } from './undo-setting.ts'
import { undoUserAct } from './undo-user-act.ts'

/**
 * Takes an act back by its inverse, with all the guards of that one, and returns which act it was. Sessions that it ended
 * stay ended. Throws NOT_FOUND for an unknown row; BAD_REQUEST for an act that cannot be taken back; CONFLICT when
 * what it left has been changed since, or when the row is not as it was signed; and whatever the inverse refuses.
 */
export async function undoAct(
  ctx: UndoContext,
  { id }: UndoInput,
): Promise<Pick<AuditEvent, 'id' | 'action'>> {
  const event = await readEvent(ctx, id)
  const record: RecordUndo = (inside) =>
    recordAudit(inside, {
      action: 'audit.undo',
      subject: { type: 'audit', id },
      after: { action: event.action, subject: event.subject.id },
    })
  if (event.subject.type === 'override') await undoOverride(ctx, event, record)
  else if (event.subject.type === 'setting') await undoSetting(ctx, event, record)
  else await undoUserAct(ctx, event, record)
  return { id, action: event.action }
}

// What the row says is done again, so it must be what was written.
async function readEvent(ctx: UndoContext, id: string): Promise<UndoableEvent> {
  const [row] = await ctx.db.select().from(auditEvent).where(eq(auditEvent.id, id))
  if (!row)
    throw new AppError('NOT_FOUND', 'The audit log has no such row. It may have been deleted for its age.')
  const { action, ...event } = toAuditEvent(row)
  if (!isUndoable(action)) throw new AppError('BAD_REQUEST', 'An act of this kind cannot be taken back.')
  if (event.erased)
    throw new AppError('CONFLICT', 'The person has been erased, and with them what to go back to.')
  if (checkRow(ctx.audit, row, new Set()))
    throw new AppError('CONFLICT', 'This row of the audit log is damaged. Nothing is taken back by it.')
  return { ...event, action }
}
