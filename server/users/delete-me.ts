import { and, eq } from 'drizzle-orm'
import { account } from '#drizzle/schema/index.ts'
import type { DeleteMeInput } from '#shared/users.ts'
import { verifyPassword } from '../auth/passwords.ts'
import { AppError } from '../errors.ts'
import type { ActorContext } from '../service-context.ts'
import { softDeleteUser } from './soft-delete.ts'

const freshMs = 10 * 60 * 1000

/**
 * Deletes the actor's own account (softly) and ends all its sessions.
 * Needs the password, or a sign-in within the last ten minutes. Throws FORBIDDEN without either, for a wrong
 * password, and for the last admin.
 */
export async function deleteMe(ctx: ActorContext, input: DeleteMeInput): Promise<{ id: string }> {
  const { id } = ctx.actor.user
  await confirmIdentity(ctx, input.password)
  await ctx.db.transaction((tx) => softDeleteUser({ ...ctx, db: tx }, id))
  return { id }
}

async function confirmIdentity(ctx: ActorContext, password: string | undefined): Promise<void> {
  if (password === undefined) {
    const ageMs = ctx.now.getTime() - ctx.actor.session.createdAt.getTime()
    if (ageMs <= freshMs) return
    throw new AppError('FORBIDDEN', 'Enter your password, or sign out, sign in again and retry.', {
      reason: { kind: 'password-needed' },
    })
  }
  const [credential] = await ctx.db
    .select({ hash: account.password })
    .from(account)
    .where(and(eq(account.userId, ctx.actor.user.id), eq(account.providerId, 'credential')))
  if (credential?.hash && (await verifyPassword({ hash: credential.hash, password }))) return
  throw new AppError('FORBIDDEN', 'The password is not right.', {
    reason: { kind: 'wrong-password' },
    fieldErrors: { password: ['The password is not right.'] },
  })
}
