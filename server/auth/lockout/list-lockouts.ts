import { and, asc, count, ilike, inArray, or, type SQL, sql } from 'drizzle-orm'
import { lockout, user } from '#drizzle/schema/index.ts'
import type { ListLockoutsInput, LockoutEntry } from '#shared/limits/lockouts.ts'
import type { Page } from '#shared/pagination.ts'
import { databaseNow } from '../../database/clock.ts'
import type { Database } from '../../database/database.ts'
import { containing } from '../../database/like.ts'
import { behindKey, pageOf } from '../../database/page.ts'
import type { ActorContext } from '../../service-context.ts'
import { isNotDeleted } from '../../user-status/user-status.ts'
import { emailHash, userEmailHash } from '../email-hash.ts'
import { liveFailures, liveReserved, ofAccountAndCodes } from './lockout-store.ts'

const isLocked = sql<boolean>`(${lockout.lockedUntil} > ${databaseNow})`

const columns = {
  key: lockout.key,
  failures: liveFailures.mapWith(Number),
  reserved: liveReserved.mapWith(Number),
  locked: isLocked,
  lockedUntil: lockout.lockedUntil,
  mailedAt: lockout.mailedAt,
}

/**
 * A page of the accounts and known browsers that are locked or have failures that count, by key; `search` finds
 * an account by its whole e-mail address too. Throws BAD_REQUEST for a cursor that is not ours.
 */
export async function listLockouts(ctx: ActorContext, input: ListLockoutsInput): Promise<Page<LockoutEntry>> {
  const filter = and(
    or(isLocked, sql`${liveFailures} + ${liveReserved} > 0`),
    input.search ? matches(input.search) : undefined,
    input.locked === undefined ? undefined : sql`${isLocked} = ${input.locked}`,
  )
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select(columns)
      .from(lockout)
      .where(and(filter, behindKey(lockout.key, input.cursor)))
      .orderBy(asc(lockout.key))
      .limit(input.limit + 1),
    ctx.db.select({ total: count() }).from(lockout).where(filter),
  ])
  const page = pageOf(rows, input.limit, ({ key }) => [key])
  const owners = await findOwners(ctx.db, page.items)
  return {
    ...page,
    items: page.items.map(({ lockedUntil, mailedAt, key, ...row }) => ({
      id: key,
      ...partsOf(key),
      ...row,
      lockedUntil: row.locked ? new Date(lockedUntil).toISOString() : null,
      user: owners.get(partsOf(key).account) ?? null,
      mailedAt: mailedAt?.toISOString() ?? null,
    })),
    total: counted?.total ?? 0,
  }
}

/** What a key says: whose it is, and the hash of the e-mail address. */
export function partsOf(key: string): Pick<LockoutEntry, 'kind' | 'account'> {
  const [kind, account = ''] = key.split(':')
  return { kind: kind === 'device' || kind === 'codes' ? kind : 'account', account }
}

// The table knows hashes only, so every address is hashed to find the few that a page is about.
async function findOwners(db: Database, rows: { key: string }[]) {
  const hashes = [...new Set(rows.map(({ key }) => partsOf(key).account))]
  if (hashes.length === 0) return new Map<string, LockoutEntry['user']>()
  const owners = await db
    .select({ hash: userEmailHash, id: user.id, name: user.name })
    .from(user)
    .where(and(isNotDeleted(), inArray(userEmailHash, hashes)))
  return new Map(owners.map(({ hash, ...owner }) => [hash, owner]))
}

function matches(search: string): SQL | undefined {
  const pattern = containing(search)
  return or(ilike(lockout.key, pattern), ofAccountAndCodes(emailHash(search)))
}
