import { setSettingInput } from '#shared/settings.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { AppError } from '../errors.ts'
import { applySetting, holdSetting } from '../settings/set-setting.ts'
import { claimUndo } from './claim-undo.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { UndoableEvent, UndoContext } from './undo-context.ts'

/** Gives a setting the value that it had before. */
export async function undoSetting(ctx: UndoContext, event: UndoableEvent<'setting.set'>): Promise<void> {
  requireFresh(ctx)
  const { subjectId, before, after } = event
  const former = setSettingInput.safeParse({ key: subjectId, value: before?.value })
  if (!former.success) throw new AppError('CONFLICT', 'The setting cannot have that value any more.')
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    await claimUndo(inside, event)
    const current = await holdSetting(inside, former.data.key)
    requireUnchanged({ value: current }, after)
    await applySetting(inside, former.data, current)
  })
}
