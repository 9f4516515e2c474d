import { eq } from 'drizzle-orm'
import { type AuditFields, type UserTable, user } from '#drizzle/schema/index.ts'
import type { AuditAction } from '#shared/audit.ts'
import { type AuditSubject, recordAudit } from '../../audit/record/record-audit.ts'
import type { ServiceContext } from '../../service-context.ts'

/** A user as the audit log names them. */
export const auditedUser = (row: UserTable): AuditSubject => ({
  type: 'user',
  id: row.id,
  name: row.name,
  email: row.deletedEmail ?? row.email,
})

/**
 * Changes a user whose row the transaction holds, and records those of the `fields` that differ, `remark` with them.
 * Returns the row as it is now.
 */
export async function changeUser(
  ctx: ServiceContext,
  before: UserTable,
  change: {
    action: AuditAction
    set: Partial<typeof user.$inferInsert>
    fields: (keyof UserTable)[]
    remark?: AuditFields
  },
): Promise<UserTable> {
  const [after] = await ctx.db
    .update(user)
    .set({ ...change.set, updatedAt: ctx.now })
    .where(eq(user.id, before.id))
    .returning()
  if (!after) throw new Error('A user whose row was held is gone.')
  await recordAudit(ctx, {
    action: change.action,
    subject: auditedUser(before),
    before: pick(before, change.fields),
    after: { ...pick(after, change.fields), ...change.remark },
  })
  return after
}

const pick = (row: UserTable, fields: (keyof UserTable)[]): AuditFields =>
  Object.fromEntries(fields.map((field) => [field, row[field]]))
