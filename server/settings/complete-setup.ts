import { eq, sql } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { CompleteSetupInput } from '#shared/settings.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { QueuedCaller } from '../auth/credentials/password-queue.ts'
import { hashPassword, refuseCommonPassword } from '../auth/credentials/passwords.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import type { ServiceContext } from '../service-context.ts'
import { insertUser } from '../users/acts/create-user.ts'

type Context = ServiceContext & QueuedCaller & { isSetupToken(token: string): boolean }

// Held while the first admin is made, so that two browsers with the link cannot both become it.
const setupLock = sql`select pg_advisory_xact_lock(718203547)`

/** Whether there was ever an admin, deleted ones included: once set up, the link is void for good. */
export async function hasAdmin(db: Database): Promise<boolean> {
  const rows = await db.select({ id: user.id }).from(user).where(eq(user.role, 'admin')).limit(1)
  return rows.length > 0
}

/**
 * Makes the first admin; it takes the token that the server printed.
 * Throws FORBIDDEN for a wrong token, CONFLICT once there is an admin or when the e-mail is taken, SERVICE_UNAVAILABLE
 * while too many wait for a hash.
 */
export async function completeSetup(ctx: Context, input: CompleteSetupInput): Promise<{ id: string }> {
  if (!ctx.isSetupToken(input.token)) {
    throw new AppError(
      'FORBIDDEN',
      'This is not the link that the server printed. Look at its latest start.',
      {
        reason: { kind: 'setup-token' },
      },
    )
  }
  await refuseSecondSetup(ctx.db)
  refuseCommonPassword(input.password)
  const passwordHash = await ctx.passwordQueue.enter(ctx.clientNetwork, () => hashPassword(input.password))
  return ctx.db.transaction(async (tx) => {
    await tx.execute(setupLock)
    await refuseSecondSetup(tx)
    const { name, email } = input
    const inside = { ...ctx, db: tx }
    const made = await insertUser(inside, { name, email, role: 'admin', passwordHash })
    await recordAudit(inside, {
      action: 'user.create',
      subject: { type: 'user', id: made.id, name, email },
      after: { role: 'admin' },
    })
    return { id: made.id }
  })
}

async function refuseSecondSetup(db: Database): Promise<void> {
  if (!(await hasAdmin(db))) return
  throw new AppError('CONFLICT', 'The set-up is done already. Sign in instead.', {
    reason: { kind: 'setup-done' },
  })
}
