import { type EntitlementKey, entitlementKeys, readValue } from '#shared/credits/entitlements.ts'
import { planNames } from '#shared/credits/plans.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import { bringUpToDate } from '../credits/bring-up-to-date.ts'
import { AppError } from '../errors.ts'
import { actOnOwner } from '../owners/act-on-owner.ts'
import { deleteEntitlement, readSetValue, writeEntitlement } from '../owners/change-entitlements.ts'
import { refuseSubscribed } from '../owners/refuse-subscribed.ts'
import { writePlan } from '../owners/set-plan.ts'
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

/** Gives a user the plan that they had before. */
export async function undoPlan(ctx: UndoContext, event: UndoableEvent<'plan.set'>): Promise<void> {
  requireFresh(ctx)
  await actOnOwner(ctx, event.subjectId, async (inside, user) => {
    await claimUndo(inside, event)
    const { row } = await bringUpToDate(inside, user.id)
    await refuseSubscribed(inside.db, user.id)
    const current = { plan: row.plan, until: row.planUntil }
    const { reason: why, ...left } = event.after ?? {}
    const { reason: none, ...former } = event.before ?? {}
    requireUnchanged(current, left)
    const after = { ...current, ...former }
    if (!planNames.some((name) => name === after.plan)) throw notAllowedAnyMore()
    await writePlan(inside, user, { before: current, after })
  })
}

const notAllowedAnyMore = () => new AppError('CONFLICT', 'What it was before is not allowed any more.')
