import { eq, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import { type SessionTable, session, verification } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'

const { token, ...columns } = getTableColumns(session)

/** A session that has been ended, without its token. */
export type EndedSession = Omit<SessionTable, 'token'>

/**
 * Ends the sessions for which `which` holds, and returns them; those that an admin began in one of them end too. The
 * trigger `session_news` tells the open pages of their users, on every replica, once the transaction of `tx` commits.
 */
export function endSessions(tx: Database, which: SQL | undefined): Promise<EndedSession[]> {
  if (!which) throw new Error('Which sessions end was not said.')
  return tx.delete(session).where(which).returning(columns)
}

/**
 * Ends every session of a user and every one in which they act as somebody else, and takes back what could still make
 * a new one: links of a password reset and half-done sign-ins. Returns the sessions that were the user's own.
 */
export async function endAllSessions(tx: Database, userId: string): Promise<EndedSession[]> {
  const ended = await endSessions(tx, or(eq(session.userId, userId), eq(session.impersonatedBy, userId)))
  // Better Auth keeps the user's id as the value, or quoted within one that is JSON.
  const quoted = `"${userId}"`
  await tx
    .delete(verification)
    .where(or(eq(verification.value, userId), sql`position(${quoted} in ${verification.value}) > 0`))
  return ended.filter((each) => each.userId === userId)
}

/** What the audit log keeps of a session that was ended; address and device are the person's, and can be erased. */
export function auditedSession({ id, ipAddress, userAgent }: EndedSession) {
  return { sessionId: id, address: ipAddress || null, device: userAgent?.slice(0, 300) || null }
}
