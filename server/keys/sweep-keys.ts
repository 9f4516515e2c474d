import { lt, or } from 'drizzle-orm'
import { apiKey } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'

const keptMs = 30 * 24 * 60 * 60 * 1000

/** Deletes keys that were revoked, or expired, thirty days ago: as long their owner can see what became of them. */
export async function sweepKeys(db: Database, now = new Date()): Promise<void> {
  const over = new Date(now.getTime() - keptMs)
  await db.delete(apiKey).where(or(lt(apiKey.expiresAt, over), lt(apiKey.revokedAt, over)))
}
