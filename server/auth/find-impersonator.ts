import { and, eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { hasStatus } from '../user-status/user-status.ts'

/** The admin who acts as somebody else; null when they may not act any more: then nobody acts in the session. */
export async function findImpersonator(db: Database, id: string, now: Date) {
  const [found] = await db
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(and(eq(user.id, id), eq(user.role, 'admin'), hasStatus('active', now)))
  return found ?? null
}
