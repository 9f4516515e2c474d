import type { DeleteMeInput } from '#shared/users.ts'
import { checkPassword, type PasswordContext } from '../../auth/lockout/check-password.ts'
import { isFresh } from '../../auth/sessions/fresh-session.ts'
import { AppError } from '../../errors.ts'
import { requireSession } from '../../key-status/require-session.ts'
import { statusOf } from '../../user-status/user-status.ts'
import { applyRemoval } from '../acts/remove-user.ts'
import { lockUsers } from '../guard/lock-users.ts'

/**
 * Deletes the actor's own account (softly) and ends all its sessions.
 * Needs the password, or a sign-in within the last ten minutes. Throws FORBIDDEN without either, for a wrong
 * password, and for the last admin; TOO_MANY_REQUESTS while wrong passwords have locked the account.
 */
export async function deleteMe(ctx: PasswordContext, input: DeleteMeInput): Promise<{ id: string }> {
  const { id } = ctx.actor.user
  await confirmIdentity(ctx, input.password)
  return ctx.db.transaction(async (tx) => {
    const users = await lockUsers(tx, { ids: [id], admins: true, now: ctx.now })
    const user = users.get(id)
    if (!user || statusOf(user, ctx.now) === 'deleted')
      throw new AppError('NOT_FOUND', 'This account does not exist any more.')
    await applyRemoval({ ...ctx, db: tx }, { user, keepAnAdmin: () => users.keepAnAdmin(id) })
    return { id }
  })
}

async function confirmIdentity(ctx: PasswordContext, password: string | undefined): Promise<void> {
  if (password === undefined) {
    if (isFresh(requireSession(ctx.actor), ctx.now)) return
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
