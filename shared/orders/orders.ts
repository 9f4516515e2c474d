import { z } from 'zod'
import { pageInput } from '../pagination.ts'
import { wholeNumber } from '../text/number.ts'
import { idSchema, line, secretText } from '../text/text.ts'
import { packs } from './products.ts'

/** What becomes of an order. `refunding` waits for the payment provider; `deleted` was never paid. */
export const orderStatuses = ['created', 'paid', 'refunding', 'refunded', 'deleted'] as const
export type OrderStatus = (typeof orderStatuses)[number]

/** Which orders a list shows: all, those of a status, those of which money went back, and those that wait for a person. */
export const orderFilters = ['all', 'paid', 'created', 'deleted', 'refunded', 'attention'] as const
export type OrderFilter = (typeof orderFilters)[number]

/**
 * Why a person should look: another sum was paid than the order says, somebody disputes the payment, credits that
 * should be back are spent, or a refund failed.
 */
export const attentionKinds = ['amount', 'dispute', 'shortfall', 'refund'] as const
export type AttentionKind = (typeof attentionKinds)[number]

/** Lists of orders are counted to here; `totalCapped` says that there are more. */
export const countedOrders = 10_000

/** The most that an order may come to, in the smallest unit: what Stripe takes. */
export const maxAmount = 99_999_999

/** By which one intent to buy is known, however often it is sent. */
export const intentKeySchema = secretText({ min: 1, max: 64 })

export const createOrderInput = z
  .object({
    product: line({ min: 1, max: 50 }).refine((name) => Object.hasOwn(packs, name), 'This is not on sale.'),
    intentKey: intentKeySchema,
  })
  .strict()
export type CreateOrderInput = z.infer<typeof createOrderInput>

export const listMyOrdersInput = pageInput.strict()
export type ListMyOrdersInput = z.infer<typeof listMyOrdersInput>

export const getOrderInput = z.object({ id: idSchema }).strict()
export type GetOrderInput = z.infer<typeof getOrderInput>

const orderFilter = z.object({
  status: z.enum(orderFilters).default('all'),
  /** A part of the buyer's name or e-mail, their id, or the number of an order. */
  search: line({ max: 255 }).optional(),
})

export const listOrdersInput = pageInput.extend(orderFilter.shape).strict()
export type ListOrdersInput = z.infer<typeof listOrdersInput>

/** `lastEventId` is what the client of a stream that broke has got last; it goes on behind that. */
export const exportOrdersInput = orderFilter
  .extend({ lastEventId: secretText({ max: 1300 }).optional() })
  .strict()
export type ExportOrdersInput = z.infer<typeof exportOrdersInput>

/** Why, for the audit log. */
const reason = line({ min: 1, max: 500 })

export const refundOrderInput = z
  .object({
    id: idSchema,
    /** In the smallest unit; the part whose credits were not used unless given. */
    amount: wholeNumber({ min: 1, max: maxAmount }).optional(),
    reason,
    /** The same key again refunds nothing more. */
    key: intentKeySchema,
  })
  .strict()
export type RefundOrderInput = z.infer<typeof refundOrderInput>

export const resolveOrderInput = z.object({ id: idSchema, note: reason }).strict()
export type ResolveOrderInput = z.infer<typeof resolveOrderInput>

export const orderStatsInput = z.object({ days: wholeNumber({ min: 1, max: 90 }).default(30) }).strict()
export type OrderStatsInput = z.infer<typeof orderStatsInput>

/** A piece of an export: whole records of the file, and how many there have been with it. */
export interface OrdersExportChunk {
  csv: string
  rows: number
}

/** Something on sale. */
export interface ProductView {
  name: string
  title: string
  credits: number
  /** In the smallest unit of the currency, here and below. */
  amount: number
  currency: string
}

/** A plan that is sold. */
export interface PlanOnSale {
  name: string
  title: string
  /** What it costs a month, in the smallest unit of the currency. */
  amount: number
  currency: string
  /** Credits that come with each month and end with it. */
  monthlyCredits: number
}

/** What is on sale; `open` is false where nothing can be paid, since no payment provider is set up. */
export interface ProductsView {
  open: boolean
  /** Whether no money moves, since the provider's test mode is set up. */
  test: boolean
  products: ProductView[]
  /** The plans that are paid for each month. */
  plans: PlanOnSale[]
}

/** An order as its buyer sees it. Dates are ISO strings here and below. */
export interface OrderView {
  id: string
  /** What people call it. */
  number: number
  product: string
  title: string
  credits: number
  amount: number
  currency: string
  status: OrderStatus
  refundedAmount: number
  /** What of the sum somebody disputes, or has got back by that. */
  disputedAmount: number
  /** Credits that were taken back for what was refunded or disputed. */
  takenBack: number
  createdAt: string
  paidAt: string | null
  deletedAt: string | null
}

/** An order, and the address at which it can be paid as long as it is open. */
export interface PayableOrder {
  order: OrderView
  payUrl: string | null
}

/** An order as the console sees it. */
export interface AdminOrder extends OrderView {
  ownerId: string
  /** Whose own it is; null once they were erased. The e-mail is masked for callers who may not read it. */
  owner: { id: string; name: string; email: string } | null
  /** A refund that the payment provider has not confirmed. */
  refundAsked: number
  /** Credits that should be back and are spent or held. */
  shortfall: number
  /** Why a person should look, as long as nobody has. */
  attention: AttentionKind | null
  /** Whether it was made in the provider's test mode. */
  test: boolean
  /** When the payment provider was last asked. */
  checkedAt: string | null
}

/** The same with what an admin decides by. */
export interface AdminOrderDetail extends AdminOrder {
  /** The payment as the provider calls it; null until it is known. */
  payment: string | null
  /** The most that can be refunded. */
  refundable: number
  /** What of it belongs to credits that were not used. */
  unused: number
}

/** What an admin did to an order. */
export interface OrderAct {
  /** Its row of the audit log; null when nothing had to be done. */
  auditId: string | null
  order: AdminOrder
}

/** What was sold on the last days (UTC), by currency, and what is open at the moment. */
export interface OrderStats {
  totals: { currency: string; orders: number; paid: number; refunded: number }[]
  /** Orders that were not paid yet. */
  created: number
  /** Orders that wait for a person. */
  attention: number
}
