import { and, desc, eq } from 'drizzle-orm'
import { type OrderTable, order } from '#drizzle/schema/index.ts'
import { plansOnSale } from '#shared/credits/plans.ts'
import {
  countedOrders,
  type GetOrderInput,
  type ListMyOrdersInput,
  type OrderView,
  type PayableOrder,
  type ProductsView,
} from '#shared/orders/orders.ts'
import { packs } from '#shared/orders/products.ts'
import type { Page } from '#shared/pagination.ts'
import { behindTime, countTo, pageOf } from '../database/page.ts'
import { AppError } from '../errors.ts'
import { ownerOf } from '../organizations/owner-of.ts'
import type { ActorContext } from '../service-context.ts'
import { followOrder } from './follow/follow-order.ts'
import { toOrderView } from './order-view.ts'
import type { OrdersContext } from './orders-context.ts'

/** What is on sale, and whether it can be paid. */
export const listProducts = ({ payments }: Pick<OrdersContext, 'payments'>): ProductsView => ({
  open: payments !== null,
  test: payments !== null && !payments.liveMode,
  products: Object.entries(packs).map(([name, pack]) => ({ name, ...pack })),
  plans: plansOnSale.map(({ name, plan, price }) => ({
    name,
    title: plan.title,
    ...price,
    monthlyCredits: plan.values['credits.monthly'],
  })),
})

/** A page of the actor's own orders, newest first. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listMyOrders(
  ctx: ActorContext,
  { limit, cursor }: ListMyOrdersInput,
): Promise<Page<OrderView>> {
  const own = eq(order.ownerId, ownerOf(ctx))
  const rows = await ctx.db
    .select()
    .from(order)
    .where(and(own, behindTime({ at: order.createdAt, id: order.id }, cursor)))
    .orderBy(desc(order.createdAt), desc(order.id))
    .limit(limit + 1)
  const page = pageOf(rows, limit, (last) => [last.createdAt.toISOString(), last.id])
  const counting = ctx.db.select({ id: order.id }).from(order).where(own)
  const counted = page.nextCursor || cursor ? await countTo(ctx.db, countedOrders, counting) : rows.length
  return {
    ...page,
    items: page.items.map(toOrderView),
    total: Math.min(counted, countedOrders),
    totalCapped: counted > countedOrders,
  }
}

/** One of the actor's own orders as it is known. Throws NOT_FOUND. */
export const getMyOrder = async (ctx: ActorContext, { id }: GetOrderInput): Promise<OrderView> =>
  toOrderView(await requireOwn(ctx, id))

/**
 * The same after the payment provider was asked, with where to pay it. Throws NOT_FOUND, and SERVICE_UNAVAILABLE while
 * the provider is away.
 */
export async function refreshMyOrder(
  ctx: ActorContext & OrdersContext,
  { id }: GetOrderInput,
): Promise<PayableOrder> {
  const own = await requireOwn(ctx, id)
  if (!ctx.payments) return { order: toOrderView(own), payUrl: null }
  const { order: now, state } = await followOrder({ ...ctx, payments: ctx.payments }, id)
  return { order: toOrderView(now), payUrl: state?.session?.payUrl ?? null }
}

async function requireOwn(ctx: ActorContext, id: string): Promise<OrderTable> {
  const [own] = await ctx.db
    .select()
    .from(order)
    .where(and(eq(order.id, id), eq(order.ownerId, ownerOf(ctx))))
  if (own) return own
  throw new AppError('NOT_FOUND', 'There is no such order.')
}
