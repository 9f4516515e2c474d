import { applyFeedback, holdFeedback } from '../feedback/set-feedback.ts'
import { claimUndo } from './claim-undo.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { UndoableEvent, UndoContext } from './undo-context.ts'

/** Gives feedback the state and the note that it had before. */
export async function undoFeedback(ctx: UndoContext, event: UndoableEvent<'feedback.set'>): Promise<void> {
  const { subjectId, before, after } = event
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    await claimUndo(inside, event)
    const held = await holdFeedback(tx, subjectId)
    requireUnchanged({ status: held.status, note: held.note }, after)
    await applyFeedback(inside, held, { ...before })
  })
}
