import { and, eq, isNotNull } from 'drizzle-orm'
import { account, type InvitationTable, type UserTable, user } from '#drizzle/schema/index.ts'
import { hasPermission } from '#shared/roles/roles.ts'
import type { Database } from '../database/database.ts'
import { statusOf } from '../user-status/user-status.ts'
import { invitationStatus } from './invitation-view.ts'

/** Those whom an invitation depends on, as they are at the moment. */
export interface InvitationPeople {
  inviter: UserTable | undefined
  /** Of an invitation that has a user. */
  invited: UserTable | undefined
}

/**
 * Whether the link works. Beyond `user` a role is given only while the inviter could still give it, and a password is
 * set only for a user without one: an old link must not change the password of an account in use.
 */
export async function isUsable(
  db: Database,
  row: InvitationTable,
  { inviter, invited }: InvitationPeople,
  now: Date,
): Promise<boolean> {
  if (invitationStatus(row, now) !== 'open') return false
  if (row.role !== 'user' && !mayInvite(inviter, now)) return false
  if (row.userId === null) return !(await hasUser(db, row.email))
  return invited !== undefined && statusOf(invited, now) === 'active' && !(await hasPassword(db, row.userId))
}

const mayInvite = (inviter: UserTable | undefined, now: Date) =>
  inviter !== undefined && statusOf(inviter, now) === 'active' && hasPermission(inviter.role, 'users.manage')

async function hasUser(db: Database, email: string): Promise<boolean> {
  return (await db.select({ id: user.id }).from(user).where(eq(user.email, email))).length > 0
}

async function hasPassword(db: Database, userId: string): Promise<boolean> {
  const found = await db
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.userId, userId), eq(account.providerId, 'credential'), isNotNull(account.password)))
  return found.length > 0
}
