import type { UserTable } from '#drizzle/schema/index.ts'
import { shownPicture } from '#shared/pictures.ts'
import type { DetailedUser, UserSummary } from '#shared/users.ts'
import { holdsPermission } from '../key-status/holds-permission.ts'
import type { ActorContext } from '../service-context.ts'
import { statusOf } from '../user-status/user-status.ts'

/** What the actor may see of a user's row: the e-mail only with the permission to read it. */
export function toUserSummary(ctx: ActorContext, row: UserTable): UserSummary {
  return {
    id: row.id,
    name: row.name,
    email: shownEmail(ctx, row),
    emailVerified: row.emailVerified,
    image: shownPicture(row.image),
    role: row.role,
    status: statusOf(row, ctx.now),
    providers: row.providers,
    twoFactorEnabled: row.twoFactorEnabled,
    lastActiveAt: row.lastActiveAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  }
}

/** A user's e-mail as the actor may see it, that of a deleted one as it was. */
export function shownEmail(ctx: ActorContext, row: Pick<UserTable, 'email' | 'deletedEmail'>): string {
  const email = row.deletedEmail ?? row.email
  return mayReadEmail(ctx) ? email : maskEmail(email)
}

/** A user as the actor may see them, with what the product's fields hold of them. */
export async function toDetailedUser(ctx: ActorContext, row: UserTable): Promise<DetailedUser> {
  const details = await readDetails(ctx, [row])
  return { ...toUserSummary(ctx, row), details: details.get(row.id) ?? null }
}

/** Users as the actor may see them, with what the product's fields hold of each, by one query for all. */
export async function toDetailedUsers(ctx: ActorContext, rows: UserTable[]): Promise<DetailedUser[]> {
  const details = await readDetails(ctx, rows)
  return rows.map((row) => ({ ...toUserSummary(ctx, row), details: details.get(row.id) ?? null }))
}

// They are as personal as an e-mail.
const readDetails = (ctx: ActorContext, rows: UserTable[]) =>
  ctx.product.people.read(ctx.db, mayReadEmail(ctx) ? rows.map(({ id }) => id) : [])

export const mayReadEmail = (ctx: ActorContext) => holdsPermission(ctx.actor, 'users.readEmail')

/** `a•••@e•••.com`: enough to recognize an address one knows, not enough to learn one. */
export function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@')
  const dot = domain.lastIndexOf('.')
  return `${local.slice(0, 1)}•••@${domain.slice(0, 1)}•••${dot > 0 ? domain.slice(dot) : ''}`
}
