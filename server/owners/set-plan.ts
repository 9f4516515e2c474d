import { eq } from 'drizzle-orm'
import { type CreditLotTable, creditBalance, type UserTable } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { SetPlanInput } from '#shared/credits/entitlement-views.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { bringUpToDate } from '../credits/bring-up-to-date.ts'
import type { LedgerContext } from '../credits/credits-context.ts'
import type { HeldBalance } from '../credits/held-balance.ts'
import { topUpMonth } from '../credits/top-up-month.ts'
import { readEntitlement } from '../entitlements/read-entitlement.ts'
import { invalidField } from '../errors.ts'
import type { ActorContext, ServiceContext } from '../service-context.ts'
import { auditedUser } from '../users/acts/change-user.ts'
import { actOnOwner } from './act-on-owner.ts'
import { refuseSubscribed } from './refuse-subscribed.ts'

/** A plan, and when it is the free one again. */
export interface PlanState {
  plan: string
  until: Date | null
}

/**
 * Gives a user a plan, with what it allows at once, and what it gives more in the month that runs; less counts from the
 * next one on. Nothing happens when they have it. Throws BAD_REQUEST for an end that is over, CONFLICT for somebody whose
 * subscription runs, and as `actOnOwner` does.
 */
export const setPlan = (ctx: ActorContext, { userId, plan, until, reason }: SetPlanInput): Promise<Acted> =>
  actOnOwner(ctx, userId, async (inside, user) => {
    const { row, now } = await bringUpToDate(inside, user.id)
    const end = until === null ? null : new Date(until)
    if (end && end <= now) throw invalidField('until', 'Choose a time that is to come.')
    await refuseSubscribed(inside.db, user.id)
    const before = { plan: row.plan, until: row.planUntil }
    return { auditId: await writePlan(inside, user, { before, after: { plan, until: end }, reason }) }
  })

/**
 * Gives a plan to a user whose balance the transaction holds, and records it. Returns the row of the audit log; null when
 * it was so already.
 */
export async function writePlan(
  ctx: ServiceContext,
  user: UserTable,
  { before, after, reason = null }: { before: PlanState; after: PlanState; reason?: string | null },
): Promise<string | null> {
  if (isSamePlan(before, after)) return null
  const lot = await applyPlan(ctx, user.id, after)
  return recordPlan(ctx, user, { before, after, lot, reason })
}

/** Whether two are the same plan until the same moment. */
export const isSamePlan = (one: PlanState, other: PlanState): boolean =>
  one.plan === other.plan && one.until?.getTime() === other.until?.getTime()

/**
 * Gives a plan to an owner whose balance `ctx.db` holds: what it allows at once, and what it gives more in the month that
 * runs. Returns the lot that came with it, if one did.
 */
export async function applyPlan(
  ctx: LedgerContext,
  ownerId: string,
  after: PlanState,
): Promise<CreditLotTable | null> {
  const readMonthly = () => readEntitlement(ctx.db, { ownerId, key: 'credits.monthly' })
  const { value: had } = await readMonthly()
  const held = await keepPlan(ctx, ownerId, after)
  const { value: has } = await readMonthly()
  return has > had ? topUpMonth(ctx, held, has) : null
}

/** Writes an owner's plan, and gives nothing for it. Returns the balance, which `ctx.db` holds. */
export async function keepPlan(
  ctx: LedgerContext,
  ownerId: string,
  { plan, until }: PlanState,
): Promise<HeldBalance> {
  await ctx.db.update(creditBalance).set({ plan, planUntil: until }).where(eq(creditBalance.ownerId, ownerId))
  return bringUpToDate(ctx, ownerId)
}

/** Records that a user's plan was changed. Returns the row of the audit log. */
export const recordPlan = (
  ctx: ServiceContext,
  user: UserTable,
  {
    before,
    after,
    lot = null,
    reason = null,
  }: { before: PlanState; after: PlanState; lot?: CreditLotTable | null; reason?: string | null },
): Promise<string> =>
  recordAudit(ctx, {
    action: 'plan.set',
    subject: auditedUser(user),
    before,
    after: { ...after, ...(lot && { lot: lot.id }), reason },
  })
