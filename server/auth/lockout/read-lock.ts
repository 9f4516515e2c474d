import { and, desc, inArray, sql } from 'drizzle-orm'
import { lockout } from '#drizzle/schema/index.ts'
import type { UserDetail } from '#shared/users.ts'
import { databaseNow } from '../../database/clock.ts'
import type { Database } from '../../database/database.ts'
import { emailHash } from '../email-hash.ts'
import { accountKey, codesKey } from './lockout-store.ts'

/** What keeps the owner of an address from signing in at the moment: the lock that ends last; null when nothing does. */
export async function readLock(db: Database, email: string): Promise<UserDetail['lock']> {
  const hash = emailHash(email)
  const codes = codesKey(hash)
  const [found] = await db
    .select({ key: lockout.key, until: lockout.lockedUntil })
    .from(lockout)
    .where(and(inArray(lockout.key, [accountKey(hash), codes]), sql`${lockout.lockedUntil} > ${databaseNow}`))
    .orderBy(desc(lockout.lockedUntil))
    .limit(1)
  if (!found) return null
  return { of: found.key === codes ? 'codes' : 'passwords', until: new Date(found.until).toISOString() }
}
