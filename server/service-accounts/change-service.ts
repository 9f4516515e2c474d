import { eq } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { OwnUndoableAction } from '#shared/audit/undoable-actions.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { ServiceContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'

/** What can be changed of a service account, as the audit log names it. */
export type ServiceState = Pick<UserTable, 'name' | 'role' | 'deletedAt'> & { disabledAt: Date | null }
export type ServiceAct = Extract<OwnUndoableAction, `serviceAccount.${string}`>

/** A disabled account is banned for good: its keys are refused at the next call, on every replica. */
export const stateOf = ({ name, role, deletedAt, bannedAt }: UserTable): ServiceState => ({
  name,
  role,
  deletedAt,
  disabledAt: bannedAt,
})

/** Changes an account whose row the transaction holds, and records it; nothing happens to one that is so already. */
export async function changeService(
  ctx: ServiceContext,
  account: UserTable,
  action: ServiceAct,
  set: Partial<ServiceState>,
): Promise<{ account: UserTable } & Acted> {
  const state = stateOf(account)
  const fields = Object.keys(set) as (keyof ServiceState)[]
  if (fields.every((field) => state[field]?.valueOf() === set[field]?.valueOf()))
    return { account, auditId: null }
  const { disabledAt: bannedAt, ...columns } = set
  const values = { ...columns, ...(bannedAt !== undefined && { bannedAt }), updatedAt: ctx.now }
  const [changed] = await ctx.db.update(user).set(values).where(eq(user.id, account.id)).returning()
  if (!changed) throw new Error('A service account whose row was held is gone.')
  const before = Object.fromEntries(fields.map((field) => [field, state[field]]))
  const auditId = await recordAudit(ctx, { action, subject: auditedUser(account), before, after: set })
  return { account: changed, auditId }
}
