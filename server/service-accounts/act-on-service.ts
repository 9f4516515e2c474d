import type { UserTable } from '#drizzle/schema/index.ts'
import type { ActorContext } from '../service-context.ts'
import { actOnUser } from '../users/guard/act-on-user.ts'

/**
 * Runs an act of the console on a service account, in a transaction that holds its row and the actor's. Throws NOT_FOUND
 * for an unknown one; FORBIDDEN for a program on its own account, for a role above the actor's, and when the actor may
 * not any more; CONFLICT for one that is deleted, or is not, where that matters.
 */
export const actOnService = <Ctx extends ActorContext, Result>(
  ctx: Ctx,
  { id, deleted = 'must-not' }: { id: string; deleted?: 'must' | 'must-not' },
  act: (ctx: Ctx, account: UserTable) => Promise<Result>,
): Promise<Result> =>
  actOnUser(ctx, { id, kind: 'service', permission: 'serviceAccounts.manage', deleted }, (inside, { user }) =>
    act(inside, user),
  )
