import type { TestStripe } from './stripe-server.ts'

// Longer than every month, and so little that twelve of them are no thirteenth.
const monthSeconds = 31 * 86_400 + 3600

/**
 * Lets a month pass at Stripe for a subscription, and answers the statement that does the same to its owner here: both
 * then count their months from a moment that lies so much earlier. At Stripe the period is over, and the next one begins
 * when it is told to.
 */
export function passMonthOf(
  stripe: TestStripe,
  { ownerId, stripeId }: { ownerId: string; stripeId: string },
): string {
  const [before] = stripe.subscription(stripeId).items.data.map((item) => ({ ...item }))
  const { billing_cycle_anchor: anchor, items } = stripe.passTime(stripeId, monthSeconds)
  const [{ current_period_start: start, current_period_end: end }] = items.data
  const at = (seconds = 0) => `to_timestamp(${seconds}::bigint)`
  const text = (seconds = 0) => `'${new Date(seconds * 1000).toISOString()}'`
  const wasEnd = at(before?.current_period_end)
  const by = `'${monthSeconds} seconds'::interval`
  const own = `where owner_id = '${ownerId}'`
  return `with balance as (
      update credit_balance set period_anchor = ${at(anchor)}, period_start = ${at(start)}, period_end = ${at(end)},
        plan_until = case when plan_until is null then null else ${at(end)} end, due_at = ${at(end)} ${own}),
    subscribed as (
      update subscription set period_start = case when period_end = ${wasEnd} then ${at(start)} else period_start - ${by} end,
        period_end = case when period_end = ${wasEnd} then ${at(end)} else period_end - ${by} end,
        cancel_at = case when cancel_at is null then null else ${at(end)} end,
        created_at = created_at - ${by}, began_at = began_at - ${by}, ended_at = ended_at - ${by},
        next_check_at = next_check_at - ${by} ${own}),
    lot as (
      update credit_lot set created_at = created_at - ${by},
        expires_at = case when expires_at = ${wasEnd} then ${at(end)} else expires_at - ${by} end ${own})
    update credit_entry set created_at = created_at - ${by},
      key = replace(key, ${text(before?.current_period_start)}, ${text(start)}) ${own}`
}
