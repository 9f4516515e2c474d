import type { DeleteMeInput } from '#shared/users.ts'
import { checkPassword, type PasswordContext } from '../auth/check-password.ts'
import { AppError } from '../errors.ts'
import { softDeleteUser } from './soft-delete.ts'

const freshMs = 10 * 60 * 1000

/**
 * Deletes the actor's own account (softly) and ends all its sessions.
 * Needs the password, or a sign-in within the last ten minutes. Throws FORBIDDEN without either, for a wrong
 * password, and for the last admin; TOO_MANY_REQUESTS while wrong passwords have locked the account.
 */
export async function deleteMe(ctx: PasswordContext, input: DeleteMeInput): Promise<{ id: string }> {
  const { id } = ctx.actor.user
  await confirmIdentity(ctx, input.password)
  await ctx.db.transaction((tx) => softDeleteUser({ ...ctx, db: tx }, id))
  return { id }
}

async function confirmIdentity(ctx: PasswordContext, password: string | undefined): Promise<void> {
  if (password === undefined) {
    const ageMs = ctx.now.getTime() - ctx.actor.session.createdAt.getTime()
    if (ageMs <= freshMs) return
    throw new AppError('FORBIDDEN', 'Enter your password, or sign out, sign in again and retry.', {
      reason: { kind: 'password-needed' },
    })
  }
  if (await checkPassword(ctx, password)) return
  throw new AppError('FORBIDDEN', 'The password is not right.', {
    reason: { kind: 'wrong-password' },
    fieldErrors: { password: ['The password is not right.'] },
  })
}
