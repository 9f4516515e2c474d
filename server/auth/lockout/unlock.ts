import { asc, eq, inArray, type SQL } from 'drizzle-orm'
import { lockout, user } from '#drizzle/schema/index.ts'
import type { ActFields } from '#shared/audit/audit-fields.ts'
import { lockoutKeyPattern, type UnlockInput, type UnlockResult } from '#shared/lockouts.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { emailHash } from '../email-hash.ts'
import { partsOf } from './list-lockouts.ts'
import { clearLockouts, ofAccountAndCodes } from './lockout-store.ts'

/**
 * Unlocks at once and forgets the failures: of a user or an account with all its known browsers, or of the one
 * browser, or the codes, whose key is given. Throws NOT_FOUND for a user or a lockout that is not there.
 */
export function unlock(ctx: ActorContext, { id }: UnlockInput): Promise<UnlockResult> {
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(lockout)
      .where(await rowsMeant(tx, id))
      .orderBy(asc(lockout.key))
      .for('update')
    if (rows.length === 0 && lockoutKeyPattern.test(id)) throw notFound()
    const held = rows.filter(({ failures, lockedUntil }) => failures > 0 || lockedUntil > 0)
    if (held.length > 0) {
      const keys = held.map(({ key }) => key)
      await clearLockouts(tx, inArray(lockout.key, keys))
      await recordAudit(
        { ...ctx, db: tx },
        { action: 'account.unlock', subject: { type: 'lockout', id }, before: stateOf(held), after: null },
      )
    }
    return { id, count: held.length }
  })
}

async function rowsMeant(tx: Database, id: string): Promise<SQL | undefined> {
  if (!lockoutKeyPattern.test(id)) {
    const [owner] = await tx.select({ email: user.email }).from(user).where(eq(user.id, id))
    if (!owner) throw notFound()
    return ofAccountAndCodes(emailHash(owner.email))
  }
  const { kind, account } = partsOf(id)
  return kind === 'account' ? ofAccountAndCodes(account) : eq(lockout.key, id)
}

const notFound = () => new AppError('NOT_FOUND', 'There is no such lockout. It may have run out.')

function stateOf(
  rows: { key: string; failures: number; lockedUntil: number }[],
): ActFields<'account.unlock', 'before'> {
  return Object.fromEntries(
    rows.map(({ key, failures, lockedUntil }) => [
      key,
      { failures, lockedUntil: lockedUntil > 0 ? new Date(lockedUntil) : null },
    ]),
  )
}
