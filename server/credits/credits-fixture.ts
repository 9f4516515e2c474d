import { sql } from 'drizzle-orm'
import { expect, onTestFinished } from 'vitest'
import { creditBalance, organization } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import { overrule } from '#test/empty-tables.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import { grantCredits } from './grant-credits.ts'
import { verifyCredits } from './verify-credits.ts'

/** A context of nobody. */
export const creditsContext = (db: Database) => ({ db, actor: null, requestId: 'test' })

/** The worker's database; when the test ends, every balance must be what its entries, lots and holds add up to. */
export async function withCredits() {
  const { db } = await emptyDatabase()
  keepInvariants(db)
  return { db, ctx: creditsContext(db) }
}

/** Fails the test at its end when a balance of the database does not add up. */
export function keepInvariants(db: Database): void {
  onTestFinished(async () => expect((await verifyCredits({ db })).problem).toBeNull())
}

/** An organization with these credits, and the most that it may spend. */
export async function makeOwner(
  db: Database,
  { id = 'acme', credits = 0, quota = null }: { id?: string; credits?: number; quota?: number | null } = {},
): Promise<string> {
  await db.insert(organization).values({ id, name: id })
  if (credits > 0) await grantCredits(creditsContext(db), { ownerId: id, credits, key: 'start' })
  if (quota !== null) await setQuota(db, id, quota)
  return id
}

/** Gives an owner a quota by an entitlement, in force at once. */
export async function setQuota(db: Database, ownerId: string, quota: number): Promise<void> {
  await db.execute(sql`insert into entitlement (owner_id, key, source, value, reason)
    values (${ownerId}, 'credits.quota', 'admin', ${String(quota)}::jsonb, 'test')`)
  await db.execute(sql`update credit_balance set quota_limit = ${quota} where owner_id = ${ownerId}`)
}

/** Lets so much time pass for an owner, or for several at once: everything that is dated moves into the past. */
export async function passTime(db: Database, ownerId: string | string[], interval: string): Promise<void> {
  const by = sql`${interval}::interval`
  const own = sql`where owner_id in ${[ownerId].flat()}`
  await overrule(
    db,
    sql`with balance as (update credit_balance set period_start = period_start - ${by}, period_end = period_end - ${by},
        due_at = due_at - ${by} ${own}),
      lot as (update credit_lot set expires_at = expires_at - ${by}, created_at = created_at - ${by} ${own}),
      hold as (update credit_hold set expires_at = expires_at - ${by}, created_at = created_at - ${by} ${own}),
      given as (update entitlement set expires_at = expires_at - ${by} ${own})
      update credit_entry set created_at = created_at - ${by} ${own}`,
  )
}

export async function balanceOf(db: Database, ownerId: string) {
  const [row] = await db.select().from(creditBalance).where(sql`${creditBalance.ownerId} = ${ownerId}`)
  if (!row) throw new Error(`There is no balance of ${ownerId}.`)
  return row
}

/** `ok`, or the kind of the reason for which a call was refused. */
export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error) => {
      if (error instanceof AppError) return error.reason?.kind ?? error.code
      throw error
    },
  )
