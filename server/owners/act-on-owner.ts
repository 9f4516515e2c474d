import type { UserTable } from '#drizzle/schema/index.ts'
import { tellCredits } from '../credits/news/tell-credits.ts'
import type { ActorContext } from '../service-context.ts'
import { actOnUser } from '../users/guard/act-on-user.ts'

/**
 * Runs an act on what a user or a service account has, in a transaction that holds their row, and tells those who see
 * it. Throws NOT_FOUND; FORBIDDEN for oneself, for somebody whom the actor does not outrank, and when the actor may not
 * any more; CONFLICT for somebody who is deleted.
 */
export function actOnOwner<Ctx extends ActorContext, Result>(
  ctx: Ctx,
  userId: string,
  act: (ctx: Ctx, user: UserTable) => Promise<Result>,
): Promise<Result> {
  const options = { id: userId, permission: 'credits.manage', kind: 'any' } as const
  return actOnUser(ctx, options, async (inside, { user }) => {
    const result = await act(inside, user)
    await tellCredits(inside.db, [user.id])
    return result
  })
}
