import { wholeNumber } from '../text/number.ts'
import { quotaSchema } from './credits.ts'

/** What owners have or may do by their plan, of Gatehouse's own: what it can be, and is unless something else is said. */
export const ownEntitlements = {
  /** Credits that come with each month and end with it. */
  'credits.monthly': { schema: wholeNumber({ min: 0, max: 1_000_000_000 }), default: 0 },
  'credits.quota': { schema: quotaSchema, default: null },
} as const
export type OwnEntitlements = {
  [Key in keyof typeof ownEntitlements]: (typeof ownEntitlements)[Key]['schema']
}
