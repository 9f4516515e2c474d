import type { UserTable } from '#drizzle/schema/index.ts'
import type { UnlockResult } from '#shared/limits/lockouts.ts'
import type { UserIdInput } from '#shared/users.ts'
import { unlockAccount } from '../../auth/lockout/unlock.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { auditedUser } from './change-user.ts'

/**
 * Unlocks sign-in of a user at once and forgets the wrong passwords and codes, those of known browsers too. Throws
 * NOT_FOUND; FORBIDDEN for oneself and for a user whom the actor does not outrank; CONFLICT for a deleted user.
 */
export function unlockUser(ctx: ActorContext, { id }: UserIdInput): Promise<UnlockResult> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, { user }) => ({
    id,
    count: await applyUnlock(inside, user),
  }))
}

/** Unlocks a user whose row the transaction holds; the caller has checked the right to. Returns how many locks it were. */
export const applyUnlock = (ctx: ServiceContext, user: UserTable): Promise<number> =>
  unlockAccount(ctx, auditedUser(user), user.email)
