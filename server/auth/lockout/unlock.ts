import { asc, eq, inArray, type SQL } from 'drizzle-orm'
import { type LockoutTable, lockout } from '#drizzle/schema/index.ts'
import type { ActFields } from '#shared/audit/audit-fields.ts'
import type { UnlockInput, UnlockResult } from '#shared/limits/lockouts.ts'
import { type AuditSubject, recordAudit } from '../../audit/record/record-audit.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'
import { emailHash } from '../email-hash.ts'
import { partsOf } from './list-lockouts.ts'
import { clearLockouts, ofAccountAndCodes } from './lockout-store.ts'

/**
 * Unlocks at once and forgets the failures: of an account with all its known browsers, or of the one browser, or the
 * codes, whose key is given. Throws NOT_FOUND for a lockout that is not there.
 */
export function unlock(ctx: ServiceContext, { id }: UnlockInput): Promise<UnlockResult> {
  const { kind, account } = partsOf(id)
  const meant = kind === 'account' ? ofAccountAndCodes(account) : eq(lockout.key, id)
  return ctx.db.transaction(async (tx) => {
    const rows = await lockRows(tx, meant)
    if (rows.length === 0) throw new AppError('NOT_FOUND', 'There is no such lockout. It may have run out.')
    return { id, count: await release({ ...ctx, db: tx }, { type: 'lockout', id }, rows) }
  })
}

/**
 * Unlocks the account of a user with all its known browsers and the codes, in the transaction of `ctx`; returns how many
 * rows held something.
 */
export async function unlockAccount(
  ctx: ServiceContext,
  subject: AuditSubject<'user'>,
  email: string,
): Promise<number> {
  return release(ctx, subject, await lockRows(ctx.db, ofAccountAndCodes(emailHash(email))))
}

const lockRows = (tx: Database, meant: SQL | undefined) =>
  tx.select().from(lockout).where(meant).orderBy(asc(lockout.key)).for('update')

async function release(
  ctx: ServiceContext,
  subject: AuditSubject<'lockout' | 'user'>,
  rows: LockoutTable[],
): Promise<number> {
  const held = rows.filter(({ failures, lockedUntil }) => failures > 0 || lockedUntil > 0)
  if (held.length === 0) return 0
  await clearLockouts(
    ctx.db,
    inArray(
      lockout.key,
      held.map(({ key }) => key),
    ),
  )
  await recordAudit(ctx, { action: 'account.unlock', subject, before: stateOf(held), after: null })
  return held.length
}

// Without the hash of the address, which would outlast the person.
function stateOf(rows: LockoutTable[]): ActFields<'account.unlock', 'before'> {
  return Object.fromEntries(
    rows.map(({ key, failures, lockedUntil }) => [
      key.replace(/:[0-9a-f]{32}/, ''),
      { failures, lockedUntil: lockedUntil > 0 ? new Date(lockedUntil) : null },
    ]),
  )
}
