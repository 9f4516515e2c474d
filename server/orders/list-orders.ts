import { and, desc, eq, gt, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import { order, organization, user } from '#drizzle/schema/index.ts'
import {
  type AdminOrder,
  countedOrders,
  type ListOrdersInput,
  type OrderFilter,
} from '#shared/orders/orders.ts'
import type { Page } from '#shared/pagination.ts'
import { behindTime, countTo, pageOf } from '../database/page.ts'
import type { ActorContext } from '../service-context.ts'
import { matchesSearch } from '../users/list/user-search.ts'
import { selectOrders, toAdminOrder } from './admin-view.ts'

const filters: Record<OrderFilter, SQL | undefined> = {
  all: undefined,
  paid: or(eq(order.status, 'paid'), eq(order.status, 'refunding')),
  created: eq(order.status, 'created'),
  deleted: eq(order.status, 'deleted'),
  refunded: gt(order.refundedAmount, 0),
  attention: isNotNull(order.attention),
}

/** Which orders a list shows. */
export const matchesOrders = (
  ctx: ActorContext,
  { status, search }: Pick<ListOrdersInput, 'status' | 'search'>,
): SQL | undefined =>
  and(filters[status], search ? or(matchesSearch(ctx, search), hasNumber(search)) : undefined)

const hasNumber = (search: string): SQL | undefined =>
  /^#?\d{1,15}$/.test(search) ? eq(order.number, Number(search.replace('#', ''))) : undefined

/** The order of the list. */
export const byTime = { at: order.createdAt, id: order.id }

/** A page of orders, newest first, counted to 10,000. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listOrders(
  ctx: ActorContext,
  { limit, cursor, ...filter }: ListOrdersInput,
): Promise<Page<AdminOrder>> {
  const matching = matchesOrders(ctx, filter)
  const rows = await selectOrders(ctx.db)
    .where(and(matching, behindTime(byTime, cursor)))
    .orderBy(desc(order.createdAt), desc(order.id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, ({ row }) => [row.createdAt.toISOString(), row.id])
  const counting = ctx.db
    .select({ one: sql`1` })
    .from(order)
    .innerJoin(organization, eq(organization.id, order.ownerId))
    .leftJoin(user, eq(user.id, organization.personalUserId))
    .where(matching)
  const counted = page.nextCursor || cursor ? await countTo(ctx.db, countedOrders, counting) : rows.length
  return {
    ...page,
    items: page.items.map((item) => toAdminOrder(ctx, item)),
    total: Math.min(counted, countedOrders),
    totalCapped: counted > countedOrders,
  }
}
