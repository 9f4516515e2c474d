import type { UserTable } from '#drizzle/schema/index.ts'
import type { ServiceContext } from '../../service-context.ts'
import { type ChangedUser, changeUser } from './change-user.ts'

/** Changes a user whose row the transaction holds; the caller has checked the right to. */
export async function applyUpdate(
  ctx: ServiceContext,
  user: UserTable,
  set: Pick<UserTable, 'name'>,
): Promise<ChangedUser> {
  if (set.name === user.name) return { user, auditId: null }
  return changeUser(ctx, user, { action: 'user.update', set, fields: ['name'] })
}
