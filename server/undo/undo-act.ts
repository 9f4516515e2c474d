import { eq } from 'drizzle-orm'
import { type AuditFields, auditEvent } from '#drizzle/schema/index.ts'
import type { AuditEvent, UndoInput } from '#shared/audit/audit.ts'
import { actOf } from '#shared/audit/audit-acts.ts'
import type { AuditSide } from '#shared/audit/audit-fields.ts'
import {
  isOwnUndoable,
  isUndoable,
  type OwnUndoableAction,
  type UndoableAction,
  undoPermission,
} from '#shared/audit/undoable-actions.ts'
import { toRecordedEvent } from '../audit/read/audit-view.ts'
import { checkRow } from '../audit/verify/check-row.ts'
import { AppError } from '../errors.ts'
import { holdsPermission } from '../key-status/holds-permission.ts'
import { claimUndo, refuseUndone } from './claim-undo.ts'
import type { Undo, UndoableEvent, UndoContext } from './undo-context.ts'
import { undoAdjustment, undoGrant } from './undo-credits.ts'
import { undoDetails } from './undo-details.ts'
import { undoEntitlement, undoPlan } from './undo-entitlement.ts'
import { undoFeedback } from './undo-feedback.ts'
import { undoOverride } from './undo-override.ts'
import { undoServiceAct } from './undo-service-act.ts'
import { undoSetting } from './undo-setting.ts'
import { undoUserAct } from './undo-user-act.ts'

const inverses: { [Action in OwnUndoableAction]: Undo<Action> } = {
  'user.update': undoUserAct,
  'user.updateDetails': undoDetails,
  'user.setRole': undoUserAct,
  'user.setEmail': undoUserAct,
  'user.setVerified': undoUserAct,
  'user.ban': undoUserAct,
  'user.unban': undoUserAct,
  'user.remove': undoUserAct,
  'user.restore': undoUserAct,
  'user.refuse': undoUserAct,
  'serviceAccount.rename': undoServiceAct,
  'serviceAccount.setRole': undoServiceAct,
  'serviceAccount.disable': undoServiceAct,
  'serviceAccount.enable': undoServiceAct,
  'serviceAccount.remove': undoServiceAct,
  'serviceAccount.restore': undoServiceAct,
  'credits.grant': undoGrant,
  'credits.adjust': undoAdjustment,
  'entitlement.set': undoEntitlement,
  'entitlement.remove': undoEntitlement,
  'plan.set': undoPlan,
  'feedback.set': undoFeedback,
  'setting.set': undoSetting,
  'override.set': undoOverride,
  'override.remove': undoOverride,
}

/**
 * Takes an act back by its inverse, with all the guards of that one, and returns which act it was. Sessions that it ended
 * stay ended. Throws NOT_FOUND for an unknown row; BAD_REQUEST for an act that cannot be taken back; FORBIDDEN without
 * the permission of that act; CONFLICT when it was taken back already, when what it left has been changed since, or when
 * the row is not as it was signed; and whatever the inverse refuses.
 */
export async function undoAct(
  ctx: UndoContext,
  { id }: UndoInput,
): Promise<Pick<AuditEvent, 'id' | 'action'>> {
  const event = await readEvent(ctx, id)
  await refuseUndone(ctx.db, id)
  await takeBack(ctx, event)
  return { id, action: event.action }
}

async function takeBack(ctx: UndoContext, event: UndoableEvent): Promise<void> {
  if (isOwnEvent(event)) return takeBackOwn(ctx, event)
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    await claimUndo(inside, event)
    await ctx.product.undo(inside, event)
  })
}

const isOwnEvent = (event: UndoableEvent): event is UndoableEvent<OwnUndoableAction> =>
  isOwnUndoable(event.action)

const takeBackOwn = <Action extends OwnUndoableAction>(
  ctx: UndoContext,
  event: UndoableEvent<Action>,
): Promise<void> => inverses[event.action](ctx, event)

// What the row says is done again, so it must be what was written.
async function readEvent(ctx: UndoContext, id: string): Promise<UndoableEvent> {
  const [row] = await ctx.db.select().from(auditEvent).where(eq(auditEvent.id, id))
  if (!row)
    throw new AppError('NOT_FOUND', 'The audit log has no such row. It may have been deleted for its age.')
  const { action, subject, before, after, erased } = toRecordedEvent(row)
  if (!isUndoable(action)) throw new AppError('BAD_REQUEST', 'An act of this kind cannot be taken back.')
  requireUndoPermission(ctx, action)
  if (erased) throw new AppError('CONFLICT', 'The person has been erased, and with them what to go back to.')
  if (checkRow(ctx.audit, row, new Set()))
    throw new AppError('CONFLICT', 'This row of the audit log is damaged. Nothing is taken back by it.')
  return {
    id,
    action,
    subjectId: subject.id,
    before: parseFields(action, 'before', before),
    after: parseFields(action, 'after', after),
  } as UndoableEvent
}

function requireUndoPermission({ actor }: UndoContext, action: UndoableAction): void {
  const permission = undoPermission(action)
  if (holdsPermission(actor, permission)) return
  throw new AppError('FORBIDDEN', 'Your role does not allow this.', {
    reason: { kind: 'permission', permission },
  })
}

// Strictly: a row of a version that recorded the act in another way cannot be gone back to.
function parseFields(action: UndoableAction, side: AuditSide, fields: AuditFields | null) {
  if (fields === null) return null
  const parsed = actOf(action)[side]?.safeParse(fields)
  if (parsed?.success) return parsed.data
  throw new AppError('CONFLICT', 'What it was before is not allowed any more.')
}
