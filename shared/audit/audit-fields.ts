import type { FieldOf, FieldsOf } from './act.ts'
import type { AuditAction } from './audit.ts'
import type { AuditSubjectType, auditActs } from './audit-acts.ts'

type Acts = typeof auditActs

/** The side of a row that holds the fields as they were, and the one that holds them as they are since. */
export type AuditSide = 'before' | 'after'

/** The fields that an act may have on one side of its row; never, when it has none. */
export type ActFields<Action extends AuditAction, Side extends AuditSide> = FieldsOf<Acts[Action], Side>

/** The name of a field that the act's row may hold. */
export type ActField<Action extends AuditAction> = FieldOf<Acts[Action]>

/** What an act can be done to. */
export type ActSubject<Action extends AuditAction> = Acts[Action]['subject'] extends infer Subject
  ? Extract<Subject extends readonly (infer Each)[] ? Each : Subject, AuditSubjectType>
  : never

/**
 * The text of a field of a recorded act; null when there is none, also where an older version wrote something else.
 * Pages load this without zod.
 */
export function recordedText<Action extends AuditAction>(
  _action: Action,
  recorded: Record<string, unknown> | null,
  field: ActField<NoInfer<Action>>,
): string | null {
  const value = recorded?.[field]
  return typeof value === 'string' ? value : null
}
