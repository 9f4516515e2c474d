import { and, asc, eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import {
  maxServiceAccounts,
  type ServiceAccount,
  type ServiceAccountDetail,
  type ServiceAccountIdInput,
} from '#shared/service-accounts.ts'
import { AppError } from '../errors.ts'
import { readKeys } from '../keys/list-keys.ts'
import type { ActorContext } from '../service-context.ts'
import { isServiceRow } from '../user-status/service-accounts.ts'
import { isNotDeleted } from '../user-status/user-status.ts'
import { toServiceAccounts } from './service-view.ts'

/** Every service account that is not deleted, by name. */
export async function listServiceAccounts(ctx: ActorContext): Promise<ServiceAccount[]> {
  const rows = await ctx.db
    .select()
    .from(user)
    .where(and(isServiceRow(), isNotDeleted()))
    .orderBy(asc(user.nameKey), asc(user.id))
    .limit(maxServiceAccounts)
  return toServiceAccounts(ctx, rows)
}

/** A service account with its keys. Throws NOT_FOUND, for a deleted one as well. */
export async function getServiceAccount(
  ctx: ActorContext,
  { id }: ServiceAccountIdInput,
): Promise<ServiceAccountDetail> {
  const rows = await ctx.db
    .select()
    .from(user)
    .where(and(eq(user.id, id), isServiceRow(), isNotDeleted()))
  const [found] = await toServiceAccounts(ctx, rows)
  if (!found) throw new AppError('NOT_FOUND', 'There is no such service account.')
  return { ...found, keys: await readKeys(ctx, id) }
}
