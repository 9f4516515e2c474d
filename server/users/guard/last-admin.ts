import { and, eq, exists, isNull, sql } from 'drizzle-orm'
import { account, user } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import { isPerson } from '../../user-status/service-accounts.ts'
import { hasStatus } from '../../user-status/user-status.ts'

const waysIn = (db: Database) =>
  db
    .select({ one: sql`1` })
    .from(account)
    .where(and(eq(account.userId, user.id), isNull(account.deletedAt)))

/**
 * Admins who can act: approved, neither deleted nor banned at the moment, and with a way to sign in, which an invited
 * user lacks until they accept, and a service account has never.
 */
export const liveAdmin = (db: Database, now: Date) =>
  and(eq(user.role, 'admin'), isPerson(), hasStatus('active', now), exists(waysIn(db)))

/** The refusal of what would leave nobody to administer. */
export const lastAdmin = () =>
  new AppError('FORBIDDEN', 'This is the last admin. Make somebody else an admin first.', {
    reason: { kind: 'last-admin' },
  })
