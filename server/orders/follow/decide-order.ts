import type { OrderTable } from '#drizzle/schema/index.ts'
import type { OrderStatus } from '#shared/orders/orders.ts'
import type { PaymentState } from '../payments/payments.ts'

/** What of an order decides what becomes of it. */
export type DecidedOrder = Pick<
  OrderTable,
  'amount' | 'currency' | 'credits' | 'status' | 'paidAt' | 'refundAsked' | 'refundKey'
>

/** What an order is to be, by what the payment provider says. */
export interface Decision {
  status: OrderStatus
  /** Whether it is paid for the first time: its credits are due. */
  pays: boolean
  paymentId: string | null
  refundedAmount: number
  disputedAmount: number
  /** What of our refund the provider still does not know. */
  refundAsked: number
  /** How many of its credits should be back. */
  target: number
  /** Why a person should look, by what tells it from others of its kind, the most pressing first. */
  attentions: string[]
}

/** What becomes of an order: the same for the same state, however often it is asked and whatever was before. */
export function decideOrder(order: DecidedOrder, state: PaymentState): Decision {
  const { amount } = order
  const wasPaid = order.paidAt !== null
  const fits = state.payment?.status === 'paid' && isWhole(order, state.payment)
  const isPaid = wasPaid || fits
  const refundedAmount = isPaid
    ? Math.min(amount, sum(state.refunds.filter(({ status }) => status === 'made')))
    : 0
  const disputedAmount = isPaid
    ? Math.min(amount, sum(state.disputes.filter(({ status }) => status !== 'won')))
    : 0
  const isKnown = state.refunds.some(({ key }) => key !== null && key === order.refundKey)
  const refundAsked = isPaid && !isKnown ? order.refundAsked : 0
  return {
    status: isPaid ? paidStatus(amount, { refundedAmount, refundAsked }) : unpaidStatus(order, state),
    pays: isPaid && !wasPaid,
    paymentId: state.payment?.id ?? null,
    refundedAmount,
    disputedAmount,
    refundAsked,
    target: isPaid ? creditsOf(order, refundedAmount + refundAsked + disputedAmount) : 0,
    attentions: isPaid ? problems(state) : otherSum(state),
  }
}

/** How many credits of an order a part of its sum stands for: rounded up, all of them at most. */
export function creditsOf(
  { credits, amount }: Pick<DecidedOrder, 'credits' | 'amount'>,
  part: number,
): number {
  if (part >= amount) return credits
  const [whole, divisor] = [BigInt(credits) * BigInt(part), BigInt(amount)]
  return Number((whole + divisor - 1n) / divisor)
}

/** What a number of an order's credits costs: rounded down. */
export const moneyOf = (
  { credits, amount }: Pick<DecidedOrder, 'credits' | 'amount'>,
  part: number,
): number => Number((BigInt(amount) * BigInt(part)) / BigInt(credits))

const isWhole = (order: DecidedOrder, paid: NonNullable<PaymentState['payment']>) =>
  paid.amount === order.amount && paid.currency === order.currency

const sum = (parts: { amount: number }[]) => parts.reduce((total, { amount }) => total + amount, 0)

function paidStatus(
  amount: number,
  { refundedAmount, refundAsked }: Pick<Decision, 'refundedAmount' | 'refundAsked'>,
): OrderStatus {
  if (refundAsked > 0) return 'refunding'
  return refundedAmount === amount ? 'refunded' : 'paid'
}

// What the provider does not know stays as it is: it may be of another account.
function unpaidStatus({ status }: DecidedOrder, { session, payment }: PaymentState): OrderStatus {
  if (!session) return status
  return session.status === 'expired' || payment?.status === 'failed' ? 'deleted' : 'created'
}

const otherSum = ({ payment }: PaymentState): string[] =>
  payment?.status === 'paid' ? [`amount:${payment.amount}:${payment.currency}`] : []

function problems({ refunds, disputes }: PaymentState): string[] {
  const open = disputes.filter(({ status }) => status === 'open').length
  const failed = refunds.filter(({ status }) => status === 'failed').length
  return [...(open > 0 ? [`dispute:${open}`] : []), ...(failed > 0 ? [`refund:${failed}`] : [])]
}
