import { z } from 'zod'
import type { AuditAction } from './audit.ts'
import { type Act, type AuditSubjectType, auditActs } from './audit-acts.ts'

type Acts = typeof auditActs

/** The side of a row that holds the fields as they were, and the one that holds them as they are since. */
export type AuditSide = 'before' | 'after'

/** The fields that an act may have on one side of its row; never, when it has none. */
export type ActFields<Action extends AuditAction, Side extends AuditSide> = Acts[Action] extends {
  [Key in Side]: infer Fields extends z.ZodObject
}
  ? z.output<Fields>
  : never

/** The name of a field that the act's row may hold. */
export type ActField<Action extends AuditAction> = NameIn<
  ActFields<Action, 'before'> | ActFields<Action, 'after'>
>
type NameIn<Fields> = Fields extends unknown ? Extract<keyof Fields, string> : never

/** What an act can be done to. */
export type ActSubject<Action extends AuditAction> = Acts[Action]['subject'] extends infer Subject
  ? Extract<Subject extends readonly (infer Each)[] ? Each : Subject, AuditSubjectType>
  : never

/** What is recorded of an act. */
export const actOf = (action: AuditAction): Act => auditActs[action]

/**
 * The fields of a row that are as the act has them; any may be missing. What an older version wrote in another way is
 * left out: it can be shown, but not relied on.
 */
export function knownFields<Action extends AuditAction, Side extends AuditSide>(
  action: Action,
  side: Side,
  recorded: Record<string, unknown> | null,
): ActFields<Action, Side> {
  const known = Object.entries(actOf(action)[side]?.shape ?? {}).flatMap(([name, schema]) => {
    const { data } = z.safeParse(schema, recorded?.[name])
    return data === undefined ? [] : [[name, data]]
  })
  return Object.fromEntries(known)
}
