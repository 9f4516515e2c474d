import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { UserStatus } from '#shared/users.ts'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import { banOf, statusOf } from '../../user-status/user-status.ts'
import { noteFacts } from '../auth-facts.ts'
import type { Refusal, SessionRefusal } from './session-refusals.ts'

const refusals: Partial<Record<UserStatus, SessionRefusal>> = {
  deleted: 'ACCOUNT_DELETED',
  banned: 'ACCOUNT_BANNED',
}

/** Why this user may not have a session; null when nothing forbids it. */
export async function findRefusal(db: Database, userId: string): Promise<Refusal | null> {
  const [row] = await joinTransaction(db)
    .select({ deletedAt: user.deletedAt, bannedAt: user.bannedAt, bannedUntil: user.bannedUntil })
    .from(user)
    .where(eq(user.id, userId))
  if (!row) return null
  const now = new Date()
  const code = refusals[statusOf(row, now)]
  if (!code) return null
  return code === 'ACCOUNT_BANNED' ? { code, until: banOf(row, now)?.until } : { code }
}

/** The same, noted among the facts of the request that asks for a session. */
export async function noteRefusal(db: Database, userId: string): Promise<Refusal | null> {
  const refusal = await findRefusal(db, userId)
  if (refusal) noteFacts({ refused: { userId, code: refusal.code } })
  return refusal
}
