import type { Acted } from '#shared/audit/audit.ts'
import type {
  RenameServiceAccountInput,
  ServiceAccountIdInput,
  SetServiceRoleInput,
} from '#shared/service-accounts.ts'
import type { ActorContext } from '../service-context.ts'
import { requireRank } from '../users/guard/act-on-user.ts'
import { actOnService } from './act-on-service.ts'
import { changeService, type ServiceAct, type ServiceState } from './change-service.ts'

// All of them throw as `actOnService`, and answer without a row of the audit log when nothing changed.
const change = (
  ctx: ActorContext,
  id: string,
  action: ServiceAct,
  set: Partial<ServiceState>,
): Promise<Acted> =>
  actOnService(ctx, { id }, async (inside, account) => {
    const { auditId } = await changeService(inside, account, action, set)
    return { auditId }
  })

/** Gives a service account another name. */
export const renameServiceAccount = (ctx: ActorContext, { id, name }: RenameServiceAccountInput) =>
  change(ctx, id, 'serviceAccount.rename', { name })

/** Gives a service account another role, which counts at the next call with its keys. */
export function setServiceRole(ctx: ActorContext, { id, role }: SetServiceRoleInput): Promise<Acted> {
  requireRank(ctx.actor.user.role, role)
  return change(ctx, id, 'serviceAccount.setRole', { role })
}

/** Refuses every key of a service account from now on, until it is enabled; one that is disabled stays so. */
export function disableServiceAccount(ctx: ActorContext, { id }: ServiceAccountIdInput): Promise<Acted> {
  return actOnService(ctx, { id }, async (inside, account) => {
    const disabledAt = account.bannedAt ?? ctx.now
    const { auditId } = await changeService(inside, account, 'serviceAccount.disable', { disabledAt })
    return { auditId }
  })
}

/** Lets the keys of a service account work again. */
export const enableServiceAccount = (ctx: ActorContext, { id }: ServiceAccountIdInput) =>
  change(ctx, id, 'serviceAccount.enable', { disabledAt: null })

/** Deletes a service account, and refuses its keys; it can be undone for 30 days. */
export const removeServiceAccount = (ctx: ActorContext, { id }: ServiceAccountIdInput) =>
  change(ctx, id, 'serviceAccount.remove', { deletedAt: ctx.now })
