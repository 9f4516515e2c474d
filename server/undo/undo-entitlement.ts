import type { UserTable } from '#drizzle/schema/index.ts'
import { type EntitlementKey, entitlementKeys, readValue } from '#shared/credits/entitlements.ts'
import { planNames } from '#shared/credits/plans.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { bringUpToDate } from '../credits/bring-up-to-date.ts'
import { takeLotBack } from '../credits/grant-credits.ts'
import { topUpUndoneKey } from '../credits/top-up-month.ts'
import { AppError } from '../errors.ts'
import { actOnOwner } from '../owners/act-on-owner.ts'
import { recordAdjustment } from '../owners/change-credits.ts'
import { deleteEntitlement, readSetValue, writeEntitlement } from '../owners/change-entitlements.ts'
import { refuseSubscribed } from '../owners/refuse-subscribed.ts'
import { writePlan } from '../owners/set-plan.ts'
import type { ServiceContext } from '../service-context.ts'
import { claimUndo } from './claim-undo.ts'
import { requireUnchanged } from './require-unchanged.ts'
import type { UndoableEvent, UndoContext } from './undo-context.ts'

type EntitlementAct = 'entitlement.set' | 'entitlement.remove'

/** Removes a value that was set, brings back one that was removed, or gives a key its former one. */
export async function undoEntitlement(ctx: UndoContext, event: UndoableEvent<EntitlementAct>): Promise<void> {
  requireFresh(ctx)
  const { before, after } = event
  const key = keyOf(after?.entitlement ?? before?.entitlement)
  await actOnOwner(ctx, event.subjectId, async (inside, user) => {
    await claimUndo(inside, event)
    await bringUpToDate(inside, user.id)
    const current = await readSetValue(inside.db, user.id, key)
    const removed = event.action === 'entitlement.remove'
    requireUnchanged(current && { ...current }, removed ? null : withoutKey(after))
    if (!before) return deleteEntitlement(inside, user, { key })
    const given = { ...current, ...withoutKey(before) }
    const { value = null, expiresAt = null, reason } = given
    const former = { value, expiresAt, reason: reason ?? '' }
    if (readValue(key, former.value) === undefined) throw notAllowedAnyMore()
    return writeEntitlement(inside, user, { key, set: former })
  })
}

type EntitlementFields = {
  entitlement?: unknown
  removal?: unknown
  value?: unknown
  expiresAt?: Date | null
  reason?: string | null
}

function withoutKey(fields: EntitlementFields | null) {
  if (!fields) return null
  const { entitlement, removal, ...others } = fields
  return others
}

function keyOf(named: string | null | undefined): EntitlementKey {
  const key = entitlementKeys.find((known) => known === named)
  if (!key) throw notAllowedAnyMore()
  return key
}

/**
 * Gives a user the plan that they had before, and takes back what is left of what the undone one gave more in its month;
 * while calls hold of that it is refused.
 */
export async function undoPlan(ctx: UndoContext, event: UndoableEvent<'plan.set'>): Promise<void> {
  requireFresh(ctx)
  await actOnOwner(ctx, event.subjectId, async (inside, user) => {
    await claimUndo(inside, event)
    const { row } = await bringUpToDate(inside, user.id)
    await refuseSubscribed(inside.db, user.id)
    const current = { plan: row.plan, until: row.planUntil }
    const { reason: why, lot, ...left } = event.after ?? {}
    const { reason: none, lot: ours, ...former } = event.before ?? {}
    requireUnchanged(current, left)
    const after = { ...current, ...former }
    if (!planNames.some((name) => name === after.plan)) throw notAllowedAnyMore()
    await writePlan(inside, user, { before: current, after })
    await takeTopUpBack(inside, user, { act: event.id, lot })
  })
}

// What was spent of it stays spent, and what is over has gone by itself.
async function takeTopUpBack(
  ctx: ServiceContext,
  user: UserTable,
  { act, lot: id }: { act: string; lot: string | null | undefined },
): Promise<void> {
  const held = await bringUpToDate(ctx, user.id)
  const lot = held.lots.find((each) => each.id === id)
  if (!lot) return
  await takeLotBack(ctx, held, { lot, key: topUpUndoneKey(act, held.row.periodStart) })
  await recordAdjustment(ctx, user, { credits: -lot.remaining })
}

const notAllowedAnyMore = () => new AppError('CONFLICT', 'What it was before is not allowed any more.')
