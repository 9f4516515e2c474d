import { APIError } from 'better-auth/api'
import { and, eq } from 'drizzle-orm'
import { account, session } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { factsSoFar } from '../auth-facts.ts'
import { endSessions } from '../sessions/end-sessions.ts'

// As Better Auth has it, whose list of codes brings all of it with it.
const wrongPassword = { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' }

/**
 * Ends the session that was just made by a password which has been changed since it was verified: whoever changed it
 * may have ended the sessions before this one was there. A change that is under way is waited for. Throws UNAUTHORIZED,
 * as for any wrong password.
 */
export async function refuseChangedPassword(
  db: Database,
  made: { id: string; userId: string },
): Promise<void> {
  const { verifiedHash } = factsSoFar()
  if (verifiedHash === undefined) return
  const [credential] = await db
    .select({ hash: account.password })
    .from(account)
    .where(and(eq(account.userId, made.userId), eq(account.providerId, 'credential')))
    .for('share')
  if (credential?.hash === verifiedHash) return
  await endSessions(db, eq(session.id, made.id))
  throw APIError.from('UNAUTHORIZED', wrongPassword)
}
