import { and, gt, isNotNull, isNull, lte, or, type SQL } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import { hasPermission } from '#shared/roles.ts'
import type { UserStatus, UserSummary } from '#shared/users.ts'
import type { ActorContext } from '../service-context.ts'

/** What the actor may see of a user's row: the e-mail only with the permission to read it. */
export function toUserSummary(ctx: ActorContext, row: UserTable): UserSummary {
  const email = row.deletedEmail ?? row.email
  return {
    id: row.id,
    name: row.name,
    email: mayReadEmail(ctx) ? email : maskEmail(email),
    emailVerified: row.emailVerified,
    image: row.image,
    role: row.role,
    status: statusOf(row, ctx.now),
    providers: row.providers,
    twoFactorEnabled: row.twoFactorEnabled,
    lastActiveAt: row.lastActiveAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  }
}

export const mayReadEmail = (ctx: ActorContext) => hasPermission(ctx.actor.user.role, 'users.readEmail')

/** `a•••@e•••.com`: enough to recognize an address one knows, not enough to learn one. */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@')
  const dot = domain.lastIndexOf('.')
  return `${local.slice(0, 1)}•••@${domain.slice(0, 1)}•••${dot > 0 ? domain.slice(dot) : ''}`
}

/** What a user is at this moment: a ban that has run out is none. */
export function statusOf(row: UserTable, now: Date): UserStatus {
  if (row.deletedAt) return 'deleted'
  if (row.bannedAt && (!row.bannedUntil || row.bannedUntil > now)) return 'banned'
  return row.pendingSince ? 'pending' : 'active'
}

/** The same decision in SQL; without a status, everybody who is not deleted. */
export function hasStatus(status: UserStatus | undefined, now: Date): SQL | undefined {
  if (status === 'deleted') return isNotNull(user.deletedAt)
  const live = isNull(user.deletedAt)
  if (!status) return live
  if (status === 'banned') {
    return and(live, isNotNull(user.bannedAt), or(isNull(user.bannedUntil), gt(user.bannedUntil, now)))
  }
  const free = or(isNull(user.bannedAt), lte(user.bannedUntil, now))
  return and(live, free, status === 'pending' ? isNotNull(user.pendingSince) : isNull(user.pendingSince))
}
