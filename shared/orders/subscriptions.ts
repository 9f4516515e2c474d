import { z } from 'zod'
import type { CreditsSummary } from '../credits/credits.ts'
import { planOnSale } from '../credits/plans.ts'
import { idSchema, line } from '../text/text.ts'
import { intentKeySchema } from './orders.ts'
import type { SubscriptionStatus } from './subscription-statuses.ts'

const planForSale = line({ min: 1, max: 50 }).refine(
  (name) => planOnSale(name) !== null,
  'This plan is not on sale.',
)

export const createSubscriptionInput = z.object({ plan: planForSale, intentKey: intentKeySchema }).strict()
export type CreateSubscriptionInput = z.infer<typeof createSubscriptionInput>

export const refreshSubscriptionInput = z.object({ id: idSchema }).strict()
export type RefreshSubscriptionInput = z.infer<typeof refreshSubscriptionInput>

export const changeSubscriptionInput = z.object({ plan: planForSale }).strict()
export type ChangeSubscriptionInput = z.infer<typeof changeSubscriptionInput>

/** A subscription as its owner sees it. Dates are ISO strings here and below. */
export interface SubscriptionView {
  id: string
  /** The plan that runs, or was asked for. */
  plan: string
  title: string
  /** What this plan costs a month, in the smallest unit of the currency. */
  amount: number
  currency: string
  status: SubscriptionStatus
  /** The plan that counts from the end of the period on; null while it stays this one. */
  nextPlan: { name: string; title: string } | null
  /** When the month that is paid for ends; null until there is one. */
  periodEnd: string | null
  /** When the subscription ends, or did; null while it goes on. */
  endsAt: string | null
  createdAt: string
}

/** A subscription, and the address at which it can be paid as long as that is open. */
export interface PayableSubscription {
  subscription: SubscriptionView
  payUrl: string | null
}

/** A subscription as the console sees it. */
export interface AdminSubscription extends SubscriptionView {
  /** Since when it runs, or ran; null for one that never did. */
  beganAt: string | null
  /** Whether it was made in the provider's test mode. */
  test: boolean
  /** Where the provider's dashboard shows it; null until it is known. */
  dashboardUrl: string | null
  /** When the payment provider was last asked. */
  checkedAt: string | null
}

/** What an owner has, as the console sees it, with the subscription that runs, or the last one that did. */
export interface OwnerCredits extends CreditsSummary {
  subscription: AdminSubscription | null
}
