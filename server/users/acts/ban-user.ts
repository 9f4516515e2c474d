import type { Acted } from '#shared/audit/audit.ts'
import type { BanUserInput, UserSummary } from '#shared/users.ts'
import { endAllSessions } from '../../auth/sessions/end-sessions.ts'
import { invalidField } from '../../errors.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { statusOf } from '../../user-status/user-status.ts'
import { actOnUser, type Subject, wrongStatus } from '../guard/act-on-user.ts'
import { type ChangedUser, changeUser, toAnswer } from './change-user.ts'
import { revokeInvitations } from './revoke-invitations.ts'

type Ban = Omit<BanUserInput, 'id'>

/**
 * Bans a user until the given time, or until the ban is lifted, and ends their sessions; a banned user gets the new
 * reason and end. Throws BAD_REQUEST for an end that has passed; NOT_FOUND; FORBIDDEN for oneself, for a user whom the
 * actor does not outrank, and for the last admin; CONFLICT for a deleted user, and without `overBan` for a banned one.
 */
export function banUser(
  ctx: ActorContext,
  { id, overBan = true, ...ban }: BanUserInput & { overBan?: boolean },
): Promise<UserSummary & Acted> {
  return actOnUser(ctx, { id, permission: 'users.moderate' }, async (inside, subject) => {
    const { user } = subject
    if (!overBan && statusOf(user, ctx.now) === 'banned')
      throw wrongStatus(user, ctx.now, 'This user is banned already, and keeps that ban.')
    return toAnswer(inside, await applyBan(inside, subject, ban))
  })
}

/** Bans a user whose row the transaction holds; the caller has checked the right to. FORBIDDEN for the last admin. */
export async function applyBan(
  ctx: ServiceContext,
  { user, keepAnAdmin }: Subject,
  { reason, until }: Ban,
): Promise<ChangedUser> {
  const bannedUntil = until === null ? null : new Date(until)
  if (bannedUntil && !(bannedUntil > ctx.now)) throw invalidField('until', 'Must be in the future.')
  // Whether it ends by itself does not matter: until then there would be nobody.
  keepAnAdmin()
  const banned = statusOf(user, ctx.now) === 'banned'
  const same = user.banReason === reason && user.bannedUntil?.getTime() === bannedUntil?.getTime()
  if (banned && same) return { user, auditId: null }
  const bannedAt = banned ? user.bannedAt : ctx.now
  const changed = await changeUser(ctx, user, {
    action: 'user.ban',
    set: { bannedAt, bannedUntil, banReason: reason },
    fields: ['bannedAt', 'bannedUntil', 'banReason'],
  })
  await endAllSessions(ctx.db, user.id)
  await revokeInvitations(ctx, { userId: user.id, own: true })
  return changed
}
