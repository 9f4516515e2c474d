import { and, eq, isNull } from 'drizzle-orm'
import { session } from '#drizzle/schema/index.ts'
import type { ConfirmInput } from '#shared/sessions.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import { checkPassword, type PasswordContext } from '../auth/lockout/check-password.ts'
import { AppError } from '../errors.ts'
import { requireSession } from '../key-status/require-session.ts'

/**
 * Makes the actor's session fresh for ten minutes by the password. Returns when it was confirmed. Throws FORBIDDEN for
 * a wrong password, and without a password; TOO_MANY_REQUESTS while wrong ones have locked the account; UNAUTHORIZED
 * when the session has ended meanwhile.
 */
export async function confirmIdentity(
  ctx: PasswordContext,
  { password }: ConfirmInput,
): Promise<{ confirmedAt: string }> {
  if (!(await checkPassword(ctx, password))) {
    throw new AppError('FORBIDDEN', 'The password is not right.', {
      reason: { kind: 'wrong-password' },
      fieldErrors: { password: ['The password is not right.'] },
    })
  }
  const { user } = ctx.actor
  return ctx.db.transaction(async (tx) => {
    const [confirmed] = await tx
      .update(session)
      .set({ confirmedAt: ctx.now })
      .where(and(eq(session.id, requireSession(ctx.actor).id), isNull(session.impersonatedBy)))
      .returning({ id: session.id })
    if (!confirmed) throw new AppError('UNAUTHORIZED', 'Sign in again.', { reason: { kind: 'signed-out' } })
    await recordAudit(
      { ...ctx, db: tx },
      { action: 'session.confirm', subject: { type: 'user', ...user }, after: { sessionId: confirmed.id } },
    )
    return { confirmedAt: ctx.now.toISOString() }
  })
}
