import type { Acted } from '#shared/audit/audit.ts'
import type { GetUserInput, UpdateUserInput, UserCredits, UserDetail, UserSummary } from '#shared/users.ts'
import { readCredits } from '../credits/read/read-credits.ts'
import { AppError } from '../errors.ts'
import { holdsPermission } from '../key-status/holds-permission.ts'
import type { ActorContext } from '../service-context.ts'
import { toAnswer } from '../users/acts/change-user.ts'
import { applyUpdate } from '../users/acts/update-user.ts'
import { actOnUser } from '../users/guard/act-on-user.ts'
import { getUser } from '../users/list/get-user.ts'
import { applyEntitlement } from './change-entitlements.ts'

const manageCredits = 'credits.manage'

/** One user with all that is known of them, and what they may spend if the actor may read it. Throws NOT_FOUND. */
export async function getUserWithCredits(ctx: ActorContext, input: GetUserInput): Promise<UserDetail> {
  const detail = await getUser(ctx, input)
  return { ...detail, credits: holdsPermission(ctx.actor, 'credits.read') ? await read(ctx, input.id) : null }
}

async function read(ctx: ActorContext, id: string): Promise<UserCredits> {
  const { available, held, quota, quotaUsed, periodEnd, plan } = await readCredits(ctx, id)
  const { name, title } = plan
  return { available, held, quota, usedThisMonth: quotaUsed, resetsAt: periodEnd, plan: { name, title } }
}

/**
 * Changes a user's name and how much they may spend in a month; what is not given stays. Answers the row of the audit
 * log of the last change. Throws NOT_FOUND; FORBIDDEN when the actor may not any more, and for a quota without the
 * permission to manage credits, or of one's own; CONFLICT for a deleted user.
 */
export function updateUser(
  ctx: ActorContext,
  { id, name, monthlyCreditsQuota: quota }: UpdateUserInput,
): Promise<UserSummary & Acted> {
  if (quota !== undefined && !holdsPermission(ctx.actor, manageCredits)) throw mayNotManage()
  const options = { id, permission: 'users.manage', onOneself: quota === undefined } as const
  return actOnUser(ctx, options, async (inside, { user }) => {
    const changed = await applyUpdate(inside, user, { name: name ?? user.name })
    if (quota === undefined) return toAnswer(inside, changed)
    const set = { value: quota, expiresAt: null, reason: '' }
    const auditId = await applyEntitlement(inside, user, { key: 'credits.quota', set })
    return toAnswer(inside, { user: changed.user, auditId: auditId ?? changed.auditId })
  })
}

const mayNotManage = () =>
  new AppError('FORBIDDEN', 'Your role does not allow this.', {
    reason: { kind: 'permission', permission: manageCredits },
  })
