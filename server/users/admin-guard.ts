import { and, asc, eq, isNull, lte, or } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'

/** Admins who can act: neither deleted nor banned at the moment. */
export const liveAdmin = (now: Date) =>
  and(eq(user.role, 'admin'), isNull(user.deletedAt), or(isNull(user.bannedAt), lte(user.bannedUntil, now)))

/**
 * Refuses what would leave nobody to administer: call it in the transaction, before `id` loses its role, is
 * banned or deleted. It locks every live admin in id order, so that two at once cannot both believe in the other.
 */
export async function keepAnAdmin(tx: Database, id: string, now = new Date()): Promise<void> {
  const admins = await tx
    .select({ id: user.id })
    .from(user)
    .where(liveAdmin(now))
    .orderBy(asc(user.id))
    .for('update')
  if (admins.length !== 1 || admins[0]?.id !== id) return
  throw new AppError('FORBIDDEN', 'This is the last admin. Make somebody else an admin first.', {
    reason: { kind: 'last-admin' },
  })
}
