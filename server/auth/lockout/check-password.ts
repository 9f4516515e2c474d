import { and, eq } from 'drizzle-orm'
import { account } from '#drizzle/schema/index.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { ActorContext } from '../../service-context.ts'
import type { QueuedCaller } from '../credentials/password-queue.ts'
import { verifyPassword } from '../credentials/passwords.ts'
import type { Checked } from './guard-attempt.ts'
import type { Lockout } from './lockout.ts'

/** What a procedure needs that asks for the actor's password. */
export type PasswordContext = ActorContext & QueuedCaller & { lockout: Lockout; deviceToken: string | null }

/**
 * Whether this is the actor's password, counted by the lockout; false for an actor without a password. Throws
 * TOO_MANY_REQUESTS while the account is locked, SERVICE_UNAVAILABLE when attempts cannot be counted or too many wait.
 */
export function checkPassword(ctx: PasswordContext, password: string): Promise<boolean> {
  const { id, email } = ctx.actor.user
  const onLock = (until: Date) => recordLock(ctx, until)
  const check = async (): Promise<Checked<boolean>> => {
    const [credential] = await ctx.db
      .select({ hash: account.password })
      .from(account)
      .where(and(eq(account.userId, id), eq(account.providerId, 'credential')))
    const right = credential?.hash ? await verifyPassword({ hash: credential.hash, password }) : false
    return { verdict: right ? 'right' : 'wrong', value: right }
  }
  return ctx.passwordQueue.enter(ctx.clientNetwork, () =>
    ctx.lockout.guard({ email, deviceToken: ctx.deviceToken, onLock }, check),
  )
}

// The lock stands whether or not it can be written down.
async function recordLock(ctx: PasswordContext, until: Date): Promise<void> {
  const { id, name, email } = ctx.actor.user
  const after = { method: 'password', until }
  const subject = { type: 'user', id, name, email } as const
  await recordAudit(ctx, { action: 'account.lock', subject, after }).catch(() => {})
}
