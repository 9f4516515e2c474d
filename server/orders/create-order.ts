import { and, eq, isNull } from 'drizzle-orm'
import { type OrderTable, order } from '#drizzle/schema/index.ts'
import type { CreateOrderInput, PayableOrder } from '#shared/orders/orders.ts'
import { packOf } from '#shared/orders/products.ts'
import { generateId } from '../auth/generate-id.ts'
import { openOwner } from '../credits/open-owner.ts'
import type { Database } from '../database/database.ts'
import { AppError, invalidField } from '../errors.ts'
import { ownerOf } from '../organizations/owner-of.ts'
import type { ActorContext } from '../service-context.ts'
import { followOrder } from './follow/follow-order.ts'
import { nextCheckOf, payableMs, unpayableMs } from './follow/next-check.ts'
import { tellOrder } from './follow/tell-order.ts'
import { toOrderView } from './order-view.ts'
import type { OrdersContext } from './orders-context.ts'
import { paymentsOff } from './payments/payment-failure.ts'
import type { Payments } from './payments/payments.ts'

type BuyerContext = ActorContext & OrdersContext

/**
 * Orders something for the actor, and answers where to pay it. The same intent again answers the same order. Throws
 * CONFLICT when it was an intent to buy something else, or nothing can be bought; SERVICE_UNAVAILABLE while the payment
 * provider is away, after which the same call goes on.
 */
export async function createOrder(ctx: BuyerContext, input: CreateOrderInput): Promise<PayableOrder> {
  const { payments } = ctx
  if (!payments) throw paymentsOff()
  const ordered = await ctx.db.transaction((tx) => keepOrder({ ...ctx, db: tx }, payments, input))
  if (ordered.stripeSessionId === null && ordered.status === 'created')
    return makePayable(ctx.db, payments, ordered)
  const { order: now, state } = await followOrder({ ...ctx, payments }, ordered.id)
  return { order: toOrderView(now), payUrl: state?.session?.payUrl ?? null }
}

async function keepOrder(
  ctx: BuyerContext,
  { liveMode }: Payments,
  { product, intentKey }: CreateOrderInput,
): Promise<OrderTable> {
  const pack = packOf(product)
  if (!pack) throw invalidField('product', 'This is not on sale.')
  const ownerId = ownerOf(ctx)
  await openOwner(ctx.db, ownerId)
  const { title, credits, amount, currency } = pack
  const terms = { product, credits, amount, currency, liveMode }
  const first = {
    status: 'created',
    createdAt: ctx.now,
    paidAt: null,
    refundAskedAt: null,
    attention: null,
    shortfall: 0,
  } as const
  const [made] = await ctx.db
    .insert(order)
    .values({
      ...terms,
      id: generateId(),
      ownerId,
      createdBy: ctx.actor.user.id,
      title,
      intentKey,
      nextCheckAt: nextCheckOf(first, ctx.now),
      createdAt: ctx.now,
    })
    .onConflictDoNothing({ target: [order.ownerId, order.intentKey] })
    .returning()
  if (made) await tellOrder(ctx.db, made)
  return made ?? findSame(ctx.db, { ownerId, intentKey, terms })
}

async function findSame(
  db: Database,
  {
    ownerId,
    intentKey,
    terms,
  }: Pick<OrderTable, 'ownerId' | 'intentKey'> & {
    terms: Pick<OrderTable, 'product' | 'credits' | 'amount' | 'currency' | 'liveMode'>
  },
): Promise<OrderTable> {
  const [found] = await db
    .select()
    .from(order)
    .where(and(eq(order.ownerId, ownerId), eq(order.intentKey, intentKey)))
  const isSame =
    found && Object.entries(terms).every(([name, value]) => found[name as keyof typeof terms] === value)
  if (isSame) return found
  throw new AppError('CONFLICT', 'This key was used for something else before.', {
    reason: { kind: 'intent' },
  })
}

// A call that breaks off here is made again with the same words, and gets the same place to pay.
async function makePayable(db: Database, payments: Payments, ordered: OrderTable): Promise<PayableOrder> {
  const { id, createdAt, title, amount, currency } = ordered
  if (Date.now() - createdAt.getTime() >= unpayableMs) return { order: toOrderView(ordered), payUrl: null }
  const expiresAt = new Date(createdAt.getTime() + payableMs)
  const session = await payments.createSession({ id, title, amount, currency, expiresAt })
  await db
    .update(order)
    .set({ stripeSessionId: session.id })
    .where(and(eq(order.id, id), isNull(order.stripeSessionId)))
  return { order: toOrderView(ordered), payUrl: session.payUrl }
}
