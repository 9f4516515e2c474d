import { sql } from 'drizzle-orm'
import type { Database } from '../../database/database.ts'

// Any number will do as long as every replica asks for the same one.
const logLock = 718_203_549

/** Whether this transaction may seal or prune, until it ends: one at a time over all replicas, and nobody waits. */
export async function tryLockLog(tx: Database): Promise<boolean> {
  const [row] = await tx
    .select({ locked: sql<boolean>`pg_try_advisory_xact_lock(${logLock})` })
    .from(sql`(select 1) as one`)
  return row?.locked ?? false
}

/** Keeps the sealer and pruning away until this transaction ends; waits for the one under way. */
export async function lockLog(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${logLock})`)
}
