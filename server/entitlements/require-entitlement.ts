import type { FlagKey } from '#shared/entitlements.ts'
import { AppError } from '../errors.ts'
import { ownerOf } from '../organizations/owner-of.ts'
import type { ActorContext } from '../service-context.ts'
import { readEntitlement } from './read-entitlement.ts'

/** Throws PAYMENT_REQUIRED unless what the actor pays with allows them what the key stands for. One query. */
export async function requireEntitlement(
  ctx: Pick<ActorContext, 'db' | 'actor'>,
  key: FlagKey,
): Promise<void> {
  const { value } = await readEntitlement(ctx.db, { ownerId: ownerOf(ctx), key })
  if (value === true) return
  throw new AppError('PAYMENT_REQUIRED', 'Your plan does not include this.', {
    reason: { kind: 'entitlement', key },
  })
}
