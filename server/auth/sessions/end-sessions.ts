import { eq, or, sql } from 'drizzle-orm'
import { session, verification } from '#drizzle/schema/index.ts'
import type { ServiceContext } from '../../service-context.ts'

/**
 * Ends every session of a user and every one in which they act as somebody else, and takes back what could still make
 * a new one: links of a password reset and half-done sign-ins. `ctx.db` is the transaction of the act that ends them.
 */
export async function endSessions({ db }: Pick<ServiceContext, 'db'>, userId: string): Promise<void> {
  await db.delete(session).where(or(eq(session.userId, userId), eq(session.impersonatedBy, userId)))
  // Better Auth keeps the user's id as the value, or quoted within one that is JSON.
  const quoted = `"${userId}"`
  await db
    .delete(verification)
    .where(or(eq(verification.value, userId), sql`position(${quoted} in ${verification.value}) > 0`))
}
