import { and, eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { UserNeighbours, UserNeighboursInput, UserOrder } from '#shared/users.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { isPerson } from '../../user-status/service-accounts.ts'
import { countMatches, readPage, refuseHiddenOrder } from './list-users.ts'
import { placeOf } from './list-users-order.ts'

/**
 * Who stands before and behind a user in a list, whether they are in it or would stand there. Throws NOT_FOUND, and
 * FORBIDDEN as the list.
 */
export async function getNeighbours(
  ctx: ActorContext,
  { id, ...list }: UserNeighboursInput,
): Promise<UserNeighbours> {
  refuseHiddenOrder(ctx, list)
  const [row] = await ctx.db
    .select()
    .from(user)
    .where(and(eq(user.id, id), isPerson()))
  if (!row) throw new AppError('NOT_FOUND', 'There is no such user.')
  const [value, , total] = placeOf(list, row, await countMatches(ctx, list))
  const beside = async (direction: UserOrder['direction']) => {
    const { rows } = await readPage(ctx, { ...list, direction, position: { value, id, total }, limit: 1 })
    return rows[0] ? { id: rows[0].id, name: rows[0].name } : null
  }
  const [previous, next] = await Promise.all([
    beside(list.direction === 'asc' ? 'desc' : 'asc'),
    beside(list.direction),
  ])
  return { previous, next }
}
