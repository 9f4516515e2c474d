import { setSettingInput } from '#shared/settings.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { AppError } from '../errors.ts'
import { applySetting, holdSetting } from '../settings/set-setting.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { RecordUndo, UndoableEvent, UndoContext } from './undo-context.ts'

/** Gives a setting the value that it had before. */
export async function undoSetting(
  ctx: UndoContext,
  { subjectId, before, after }: UndoableEvent<'setting.set'>,
  record: RecordUndo,
): Promise<void> {
  requireFresh(ctx)
  const former = setSettingInput.safeParse({ key: subjectId, value: before?.value })
  if (!former.success) throw new AppError('CONFLICT', 'The setting cannot have that value any more.')
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    const current = await holdSetting(inside, former.data.key)
    requireUnchanged({ value: current }, after)
    await applySetting(inside, former.data, current)
    await record(inside)
  })
}
