import { tracked } from '@trpc/server'
import {
  createOrderInput,
  exportOrdersInput,
  getOrderInput,
  listMyOrdersInput,
  listOrdersInput,
  orderStatsInput,
  refundOrderInput,
  resolveOrderInput,
} from '#shared/orders/orders.ts'
import { createOrder } from '../../orders/create-order.ts'
import { exportOrders } from '../../orders/export-orders.ts'
import { listOrders } from '../../orders/list-orders.ts'
import { getMyOrder, listMyOrders, listProducts, refreshMyOrder } from '../../orders/my-orders.ts'
import { getOrderStats } from '../../orders/order-stats.ts'
import { refundOrder } from '../../orders/refund-order.ts'
import { resolveOrder } from '../../orders/resolve-order.ts'
import { openPortal } from '../../orders/subscriptions/open-portal.ts'
import { viewOrder } from '../../orders/view-order.ts'
import { adminProcedure, protectedProcedure, publicProcedure, router } from '../procedures.ts'

const readAll = adminProcedure.meta({ permission: 'orders.read' })
const manage = adminProcedure.meta({ permission: 'orders.manage', fresh: true })

export const ordersRouter = router({
  /** Tells what is on sale, and whether it can be paid. */
  products: publicProcedure.meta({ rest: 'GET /api/products' }).query(({ ctx }) => listProducts(ctx)),
  /** Orders something, and answers where to pay it. The same intent again answers the same order. */
  create: protectedProcedure
    .meta({ limit: 'order', whileImpersonating: false, rest: 'POST /api/me/orders' })
    .input(createOrderInput)
    .mutation(({ ctx, input }) => createOrder(ctx, input)),
  /** Lists my orders, the newest first. */
  mine: protectedProcedure
    .meta({ rest: 'GET /api/me/orders' })
    .input(listMyOrdersInput)
    .query(({ ctx, input }) => listMyOrders(ctx, input)),
  /** Shows one of my orders. */
  get: protectedProcedure
    .meta({ rest: 'GET /api/me/orders/{id}' })
    .input(getOrderInput)
    .query(({ ctx, input }) => getMyOrder(ctx, input)),
  /** Asks the payment provider how one of my orders stands. */
  refresh: protectedProcedure
    .meta({ limit: 'order-refresh', rest: 'POST /api/me/orders/{id}/refresh' })
    .input(getOrderInput)
    .mutation(({ ctx, input }) => refreshMyOrder(ctx, input)),
  /** Answers where I look after my card, my invoices and my subscription, at the payment provider. */
  portal: protectedProcedure
    .meta({ limit: 'order', whileImpersonating: false, rest: 'POST /api/me/billing-portal' })
    .mutation(({ ctx }) => openPortal(ctx)),
  /** Lists orders, the newest first. */
  list: readAll
    .meta({ rest: 'GET /api/admin/orders' })
    .input(listOrdersInput)
    .query(({ ctx, input }) => listOrders(ctx, input)),
  /** Tells what was sold on the last days, and what is open. */
  stats: readAll
    .meta({ rest: 'GET /api/admin/order-statistics' })
    .input(orderStatsInput)
    .query(({ ctx, input }) => getOrderStats(ctx, input)),
  /** Shows an order, and what of it can be refunded. */
  view: readAll
    .meta({ rest: 'GET /api/admin/orders/{id}' })
    .input(getOrderInput)
    .query(({ ctx, input }) => viewOrder(ctx, input)),
  export: readAll
    .meta({ limit: 'export' })
    .input(exportOrdersInput)
    .subscription(async function* ({ ctx, input }) {
      for await (const { cursor, ...chunk } of exportOrders(ctx, input)) yield tracked(cursor, chunk)
    }),
  /** Gives a buyer money back, and takes the credits for it that were not used. The same key again refunds nothing more. */
  refund: manage
    .meta({ rest: 'POST /api/admin/orders/{id}/refund' })
    .input(refundOrderInput)
    .mutation(({ ctx, input }) => refundOrder(ctx, input)),
  /** Notes that what was wrong with an order has been looked at. */
  resolve: manage
    .meta({ rest: 'POST /api/admin/orders/{id}/resolve' })
    .input(resolveOrderInput)
    .mutation(({ ctx, input }) => resolveOrder(ctx, input)),
})
