import type { AuditAction } from './audit.ts'

/** The acts that can be taken back from their row, as long as nothing has changed since. Pages load it without zod. */
export const undoableActions = [
  'user.update',
  'user.setRole',
  'user.ban',
  'user.unban',
  'user.remove',
  'user.restore',
  'user.refuse',
  'setting.set',
  'override.set',
  'override.remove',
] as const satisfies readonly AuditAction[]

export type UndoableAction = (typeof undoableActions)[number]

/** Whether the act can be taken back; false for one that this version does not know. */
export const isUndoable = (action: AuditAction): action is UndoableAction =>
  undoableActions.some((each) => each === action)
