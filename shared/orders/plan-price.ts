import type { Currency } from './money.ts'

/** What a plan costs a month. */
export interface PlanPrice {
  /** A whole number above 0, in the smallest unit of the currency: cents, or yen. */
  readonly amount: number
  readonly currency: Currency
}
