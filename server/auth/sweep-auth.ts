import { lt } from 'drizzle-orm'
import { session, verification } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'

/** Deletes sessions that have expired, and links nobody can use any more. */
export async function sweepAuth(db: Database, now = new Date()): Promise<void> {
  await db.delete(session).where(lt(session.expiresAt, now))
  await db.delete(verification).where(lt(verification.expiresAt, now))
}
