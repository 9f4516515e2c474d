import { and, eq } from 'drizzle-orm'
import { account } from '#drizzle/schema/index.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { hashPassword, refuseCommonPassword } from '../../auth/credentials/passwords.ts'
import { emailHash } from '../../auth/email-hash.ts'
import { clearLockouts, ofAccount } from '../../auth/lockout/lockout-store.ts'
import { endAllSessions } from '../../auth/sessions/end-sessions.ts'
import type { ServiceContext } from '../../service-context.ts'
import { actAsOperator } from '../guard/act-as-operator.ts'
import { auditedUser } from './change-user.ts'
import { insertCredential } from './create-user.ts'

/**
 * Sets a password, also of a user without one, and ends the user's sessions and any lock of the account, for the
 * command line. Throws NOT_FOUND, and BAD_REQUEST for a common password.
 */
export async function resetPassword(
  ctx: ServiceContext,
  input: { email: string; password: string },
): Promise<void> {
  refuseCommonPassword(input.password)
  const passwordHash = await hashPassword(input.password)
  await actAsOperator(ctx, input.email, async (inside, { user }) => {
    const changed = await inside.db
      .update(account)
      .set({ password: passwordHash })
      .where(and(eq(account.userId, user.id), eq(account.providerId, 'credential')))
      .returning({ id: account.id })
    if (changed.length === 0) await insertCredential(inside.db, { userId: user.id, passwordHash })
    await endAllSessions(inside.db, user.id)
    await clearLockouts(inside.db, ofAccount(emailHash(input.email)))
    await recordAudit(inside, { action: 'user.resetPassword', subject: auditedUser(user) })
  })
}
