import { and, eq } from 'drizzle-orm'
import { account } from '#drizzle/schema/index.ts'
import { emailHash } from '../auth/email-hash.ts'
import { generateId } from '../auth/generate-id.ts'
import { clearLockouts, ofAccount } from '../auth/lockout-store.ts'
import { hashPassword, refuseCommonPassword } from '../auth/passwords.ts'
import type { Database } from '../database/database.ts'
import { findUserByEmail } from './find-user.ts'
import { endSessions } from './soft-delete.ts'

/**
 * Sets a password, also for who had none, and ends the user's sessions and
 * any lock of the account. For who runs the server.
 * Throws NOT_FOUND, and BAD_REQUEST for a common password.
 */
export async function resetPassword(db: Database, input: { email: string; password: string }): Promise<void> {
  refuseCommonPassword(input.password)
  const password = await hashPassword(input.password)
  await db.transaction(async (tx) => {
    const { id } = await findUserByEmail(tx, input.email)
    const changed = await tx
      .update(account)
      .set({ password })
      .where(and(eq(account.userId, id), eq(account.providerId, 'credential')))
      .returning({ id: account.id })
    if (changed.length === 0) {
      const credential = { id: generateId(), userId: id, accountId: id, providerId: 'credential', password }
      await tx.insert(account).values(credential)
    }
    await endSessions({ db: tx }, id)
    await clearLockouts(tx, ofAccount(emailHash(input.email)))
  })
}
