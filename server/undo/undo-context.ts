import type { AuditEvent, UndoableAction } from '#shared/audit.ts'
import type { LimitsContext } from '../limits/limits-context.ts'
import type { ActorContext } from '../service-context.ts'
import type { SettingsContext } from '../settings/list-settings.ts'

export type UndoContext = ActorContext & LimitsContext & SettingsContext

/** An act that is taken back. */
export type UndoableEvent = AuditEvent & { action: UndoableAction }

/** Records, in the transaction of the inverse, that it takes an act back. */
export type RecordUndo = (inside: ActorContext) => Promise<void>
