import { eq } from 'drizzle-orm'
import { lockout } from '#drizzle/schema/index.ts'
import { accountKey, codesKey } from '../../auth/lockout/lockout-store.ts'
import { databaseNow } from '../../database/clock.ts'
import type { Database } from '../../database/database.ts'
import { type Guard, passes, refuses } from '../guard.ts'

/**
 * The lockout, where a password or a code is tested. It stands around the test itself, which reserves an attempt and
 * settles it: `lockout.guard` and `codeGuard.guard`, without which no password can be tested.
 */
export const lockGuard: Guard = {
  step: 'lock',
  appliesTo: ({ tests }) => tests !== null,
  notApplicable: 'It tests neither a password nor a code.',
  async explain({ tests }, { db, accountHash }) {
    const key = accountHash && (tests === 'code' ? codesKey(accountHash) : accountKey(accountHash))
    const until = key ? await findLock(db, key) : null
    if (!until) return passes('The account is not locked.')
    return refuses(
      tests === 'code'
        ? `Wrong codes locked the account’s codes until ${until.toISOString()}.`
        : `Wrong passwords locked the account until ${until.toISOString()}; a browser that signed in before may still be let in.`,
    )
  },
}

async function findLock(db: Database, key: string): Promise<Date | null> {
  const [row] = await db
    .select({ lockedUntil: lockout.lockedUntil, now: databaseNow.mapWith(Number) })
    .from(lockout)
    .where(eq(lockout.key, key))
  return row && row.lockedUntil > row.now ? new Date(row.lockedUntil) : null
}
