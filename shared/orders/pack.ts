import type { Currency } from './money.ts'

/** Credits that are bought once, and stay until they are spent. */
export interface Pack {
  /** What it is called, at the payment provider and in receipts too. */
  readonly title: string
  /** A whole number above 0. */
  readonly credits: number
  /** What it costs, in the smallest unit of the currency: cents, or yen. */
  readonly amount: number
  readonly currency: Currency
}
