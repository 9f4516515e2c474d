import type { ActFields } from '#shared/audit/audit-fields.ts'
import type { UndoableAction } from '#shared/audit/undoable-actions.ts'
import type { LimitsContext } from '../limits/limits-context.ts'
import type { SettingsContext } from '../settings/list-settings.ts'
import type { MailingActorContext } from '../users/acts/mailing-actor-context.ts'

export type UndoContext = MailingActorContext & LimitsContext & SettingsContext

/** An act that is taken back, by its row, and the id of what it was done to. */
export type UndoableEvent<Action extends UndoableAction = UndoableAction> = {
  [Each in Action]: {
    id: string
    action: Each
    subjectId: string
    before: ActFields<Each, 'before'> | null
    after: ActFields<Each, 'after'> | null
  }
}[Action]

/** Takes an act back: in one transaction, in which it claims the undo before it changes anything. */
export type Undo<Action extends UndoableAction> = (
  ctx: UndoContext,
  event: UndoableEvent<Action>,
) => Promise<void>
