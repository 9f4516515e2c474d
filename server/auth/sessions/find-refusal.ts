import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import { noteFacts } from '../auth-facts.ts'
import type { SessionRefusal } from './session-refusals.ts'

/** Why this user may not have a session; null when nothing forbids it. */
export async function findRefusal(db: Database, userId: string): Promise<SessionRefusal | null> {
  const [row] = await joinTransaction(db)
    .select({ deletedAt: user.deletedAt, bannedAt: user.bannedAt, bannedUntil: user.bannedUntil })
    .from(user)
    .where(eq(user.id, userId))
  if (!row) return null
  if (row.deletedAt) return 'ACCOUNT_DELETED'
  const banned = row.bannedAt && (!row.bannedUntil || row.bannedUntil > new Date())
  return banned ? 'ACCOUNT_BANNED' : null
}

/** The same, noted among the facts of the request that asks for a session. */
export async function noteRefusal(db: Database, userId: string): Promise<SessionRefusal | null> {
  const code = await findRefusal(db, userId)
  if (code) noteFacts({ refused: { userId, code } })
  return code
}
