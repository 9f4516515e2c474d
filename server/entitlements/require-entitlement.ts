import type { FlagKey } from '#shared/credits/entitlements.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import { ownerOf } from '../organizations/owner-of.ts'
import type { ActorContext } from '../service-context.ts'
import { readEntitlement } from './read-entitlement.ts'

/** The answer to an owner who is not allowed what the key stands for; null for one who is. One query. */
export async function findEntitlementRefusal(
  db: Database,
  { ownerId, key }: { ownerId: string; key: FlagKey },
): Promise<AppError | null> {
  const { value } = await readEntitlement(db, { ownerId, key })
  if (value === true) return null
  return new AppError('PAYMENT_REQUIRED', 'Your plan does not include this.', {
    reason: { kind: 'entitlement', key },
  })
}

/** Throws PAYMENT_REQUIRED unless what the actor pays with allows them what the key stands for. One query. */
export async function requireEntitlement(
  ctx: Pick<ActorContext, 'db' | 'actor'>,
  key: FlagKey,
): Promise<void> {
  const refusal = await findEntitlementRefusal(ctx.db, { ownerId: ownerOf(ctx), key })
  if (refusal) throw refusal
}
