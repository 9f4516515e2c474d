import type { ActFields } from '#shared/audit/audit-fields.ts'
import type { UndoableAction } from '#shared/audit/undoable-actions.ts'
import type { LimitsContext } from '../limits/limits-context.ts'
import type { ActorContext } from '../service-context.ts'
import type { SettingsContext } from '../settings/list-settings.ts'

export type UndoContext = ActorContext & LimitsContext & SettingsContext

/** An act that is taken back, and the id of what it was done to. */
export type UndoableEvent<Action extends UndoableAction = UndoableAction> = {
  [Each in Action]: {
    action: Each
    subjectId: string
    before: ActFields<Each, 'before'> | null
    after: ActFields<Each, 'after'> | null
  }
}[Action]

/** Records, in the transaction of the inverse, that it takes an act back. */
export type RecordUndo = (inside: ActorContext) => Promise<void>

/** Takes an act back in one transaction with `record`. */
export type Undo<Action extends UndoableAction> = (
  ctx: UndoContext,
  event: UndoableEvent<Action>,
  record: RecordUndo,
) => Promise<void>
