import { lt, or } from 'drizzle-orm'
import { session, verification } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { maxSessionDays } from './auth.ts'

/** Deletes sessions that have expired or reached their last day, and links nobody can use any more. */
export async function sweepAuth(db: Database, now = new Date()): Promise<void> {
  const oldest = new Date(now.getTime() - maxSessionDays * 24 * 60 * 60 * 1000)
  await db.delete(session).where(or(lt(session.expiresAt, now), lt(session.createdAt, oldest)))
  await db.delete(verification).where(lt(verification.expiresAt, now))
}
