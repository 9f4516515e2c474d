import { eq } from 'drizzle-orm'
import { limitOverride } from '#drizzle/schema/index.ts'
import type { UndoableAction } from '#shared/audit/undoable-actions.ts'
import { setOverrideInput } from '#shared/limits/limit-rules.ts'
import { AppError } from '../errors.ts'
import { type CheckedOverride, checkOverride } from '../limits/overrides/check-override.ts'
import { toOverrideRecord } from '../limits/overrides/override-view.ts'
import { deleteOverride } from '../limits/overrides/remove-override.ts'
import { writeOverride } from '../limits/overrides/set-override.ts'
import { claimUndo } from './claim-undo.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { UndoableEvent, UndoContext } from './undo-context.ts'

type OverrideAct = Extract<UndoableAction, `override.${string}`>

/** Removes an override that was made, brings back one that was removed, or gives one its former fields. */
export async function undoOverride(ctx: UndoContext, event: UndoableEvent<OverrideAct>): Promise<void> {
  const former = event.before && (await checkFormer(ctx, event))
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    await claimUndo(inside, event)
    const id = event.subjectId
    const [held] = await tx.select().from(limitOverride).where(eq(limitOverride.id, id)).for('update')
    requireUnchanged(held ? toOverrideRecord(held) : null, event.after)
    if (former) await writeOverride(inside, { id: held?.id, checked: former })
    else await deleteOverride(inside, id)
  })
  await ctx.limiter.rules.refresh()
}

// Before the transaction, since it reads: a row that changes after this is found out under its lock.
async function checkFormer(
  ctx: UndoContext,
  { subjectId, before }: UndoableEvent<OverrideAct>,
): Promise<CheckedOverride> {
  const [current] = await ctx.db.select().from(limitOverride).where(eq(limitOverride.id, subjectId))
  const former = setOverrideInput.safeParse({ ...(current && toOverrideRecord(current)), ...before })
  if (former.success) return checkOverride(ctx, former.data)
  throw new AppError('CONFLICT', 'The override as it was is none that can be made today.')
}
