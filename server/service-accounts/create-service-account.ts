import { and } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import {
  type CreateServiceAccountInput,
  maxServiceAccounts,
  type ServiceAccount,
} from '#shared/service-accounts.ts'
import { serviceAddress } from '#shared/service-address.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { generateId } from '../auth/generate-id.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { isServiceRow } from '../user-status/service-accounts.ts'
import { isNotDeleted } from '../user-status/user-status.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { requireGrant } from '../users/guard/act-on-user.ts'
import { lockUsers } from '../users/guard/lock-users.ts'
import { toServiceAccounts } from './service-view.ts'

/**
 * Makes a service account without a key. Throws FORBIDDEN for a role above the actor's and when they may not any more;
 * CONFLICT when there are 200.
 */
export function createServiceAccount(
  ctx: ActorContext,
  { name, role }: CreateServiceAccountInput,
): Promise<ServiceAccount> {
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    const users = await lockUsers(tx, { ids: [ctx.actor.user.id], admins: false, now: ctx.now })
    requireGrant(inside, users, role, 'serviceAccounts.manage')
    if ((await tx.$count(user, and(isServiceRow(), isNotDeleted()))) >= maxServiceAccounts)
      throw new AppError('CONFLICT', `There are ${maxServiceAccounts} service accounts. Delete one first.`)
    const id = generateId()
    const times = { createdAt: ctx.now, updatedAt: ctx.now }
    const rows = await tx
      .insert(user)
      .values({ id, name, role, email: serviceAddress(id), ...times })
      .returning()
    const [account] = rows
    const [view] = await toServiceAccounts(inside, rows)
    if (!account || !view) throw new Error('A service account was not written.')
    await recordAudit(inside, {
      action: 'serviceAccount.create',
      subject: auditedUser(account),
      after: { name, role },
    })
    return view
  })
}
