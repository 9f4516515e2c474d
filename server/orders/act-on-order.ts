import { eq } from 'drizzle-orm'
import { type OrderTable, order, organization } from '#drizzle/schema/index.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { actOnUser, actWithPermission } from '../users/guard/act-on-user.ts'
import { holdOrder } from './follow/apply-state.ts'

/**
 * Runs an act of the console on an order, in a transaction that holds it and its buyer. Throws NOT_FOUND; FORBIDDEN for
 * one's own, for that of somebody whom the actor does not outrank, and when the actor may not any more.
 */
export async function actOnOrder<Ctx extends ActorContext, Result>(
  ctx: Ctx,
  id: string,
  act: (ctx: Ctx, held: OrderTable) => Promise<Result>,
): Promise<Result> {
  const [found] = await ctx.db
    .select({ userId: organization.personalUserId })
    .from(order)
    .innerJoin(organization, eq(organization.id, order.ownerId))
    .where(eq(order.id, id))
  if (!found) throw new AppError('NOT_FOUND', 'There is no such order.')
  const permission = 'orders.manage'
  const run = async (inside: Ctx) => act(inside, await holdOrder(inside.db, id))
  // Money can be given back to somebody who was erased, too.
  if (found.userId === null) return actWithPermission(ctx, permission, run)
  return actOnUser(ctx, { id: found.userId, permission, kind: 'any', deleted: 'may' }, run)
}
