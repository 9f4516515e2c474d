import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { bringUpToDate } from '../credits/bring-up-to-date.ts'
import { takeLotBack } from '../credits/grant-credits.ts'
import { AppError } from '../errors.ts'
import { actOnOwner } from '../owners/act-on-owner.ts'
import { applyAdjustment, recordAdjustment } from '../owners/change-credits.ts'
import { claimUndo } from './claim-undo.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { UndoableEvent, UndoContext } from './undo-context.ts'

const keyOf = ({ id }: UndoableEvent) => `undo:${id}`

/** Takes granted credits back, as long as nothing of them was spent or is over; while calls hold them it is refused. */
export async function undoGrant(ctx: UndoContext, event: UndoableEvent<'credits.grant'>): Promise<void> {
  requireFresh(ctx)
  await actOnOwner(ctx, event.subjectId, async (inside, user) => {
    await claimUndo(inside, event)
    const held = await bringUpToDate(inside, user.id)
    const lot = held.lots.find(({ id }) => id === event.after?.lot)
    requireUnchanged({ credits: lot?.remaining ?? 0 }, { credits: event.after?.credits })
    if (!lot) throw nothingToTakeBack()
    await takeLotBack(inside, held, { lot, key: keyOf(event) })
    await recordAdjustment(inside, user, { credits: -lot.remaining })
  })
}

/** Adjusts as much back. */
export async function undoAdjustment(
  ctx: UndoContext,
  event: UndoableEvent<'credits.adjust'>,
): Promise<void> {
  requireFresh(ctx)
  const credits = event.after?.credits
  if (!credits) throw nothingToTakeBack()
  await actOnOwner(ctx, event.subjectId, async (inside, user) => {
    await claimUndo(inside, event)
    await applyAdjustment(inside, user, { credits: -credits, key: keyOf(event) })
  })
}

const nothingToTakeBack = () =>
  new AppError('CONFLICT', 'This row of the audit log does not say what there is to take back.')
