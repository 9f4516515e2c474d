import { eq } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { ActFields } from '#shared/audit/audit-fields.ts'
import type { UndoableAction } from '#shared/audit/undoable-actions.ts'
import type { UserSummary } from '#shared/users.ts'
import { type AuditSubject, recordAudit } from '../../audit/record/record-audit.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { toUserSummary } from '../user-view.ts'

/** A user as the audit log names them. */
export const auditedUser = (row: UserTable): AuditSubject<'user'> => ({
  type: 'user',
  id: row.id,
  name: row.name,
  email: row.deletedEmail ?? row.email,
})

type ChangeAction =
  | Exclude<Extract<UndoableAction, `user.${string}`>, 'user.updateDetails'>
  | 'user.approve'
  | 'user.setPicture'

/** What changes in a user's row, and by which act. */
export type RowChange<Action extends ChangeAction = ChangeAction> = {
  [Each in Action]: {
    action: Each
    set: Partial<typeof user.$inferInsert>
    fields: (keyof ActFields<Each, 'before'> & keyof UserTable)[]
    remark?: Each extends 'user.refuse' ? ActFields<Each, 'after'> : never
  }
}[Action]

/** A user as an act left them, and its row of the audit log; null when there was nothing to change. */
export interface ChangedUser extends Acted {
  user: UserTable
}

/** What an act on a user answers. */
export const toAnswer = (ctx: ActorContext, { user, auditId }: ChangedUser): UserSummary & Acted => ({
  ...toUserSummary(ctx, user),
  auditId,
})

/**
 * Changes a user whose row the transaction holds, and records those of the `fields` that differ, `remark` with them.
 * Returns the row as it is now.
 */
export async function changeUser(
  ctx: ServiceContext,
  before: UserTable,
  change: RowChange,
): Promise<ChangedUser> {
  const [after] = await ctx.db
    .update(user)
    .set({ ...change.set, updatedAt: ctx.now })
    .where(eq(user.id, before.id))
    .returning()
  if (!after) throw new Error('A user whose row was held is gone.')
  const auditId = await recordAudit(ctx, {
    action: change.action,
    subject: auditedUser(before),
    before: pick(before, change.fields),
    after: { ...pick(after, change.fields), ...change.remark },
  })
  return { user: after, auditId }
}

const pick = <Field extends keyof UserTable>(row: UserTable, fields: Field[]) =>
  Object.fromEntries(fields.map((field) => [field, row[field]])) as Pick<UserTable, Field>
