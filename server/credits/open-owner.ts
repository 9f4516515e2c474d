import { sql } from 'drizzle-orm'
import { creditBalance, organization, user } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import { readBillingTimeZone } from './billing-time-zone.ts'
import { firstAnchor } from './credit-month.ts'

/**
 * Makes the balance of an owner, and of a person their own organization, unless they are there; the balance is due at
 * once, which begins its first month. Throws NOT_FOUND when there is no such person or organization.
 */
export async function openOwner(tx: Database, ownerId: string): Promise<void> {
  // The person before what is theirs, as acts on people lock them.
  await tx.execute(sql`
    insert into ${organization} (id, personal_user_id)
    select id, id from ${user} where id = ${ownerId} for key share
    on conflict do nothing`)
  const zone = await readBillingTimeZone(tx)
  await tx.execute(sql`
    insert into ${creditBalance} (owner_id, time_zone, period_anchor, period_start, period_end, due_at)
    select id, ${zone}::text, anchor, starts - interval '1 day', starts, starts
    from ${organization}, (select ${firstAnchor(zone)} as anchor) a,
      credit_period(anchor, ${zone}::text, statement_timestamp())
    where id = ${ownerId}
    on conflict do nothing`)
  const [found] = await tx
    .select({ ownerId: creditBalance.ownerId })
    .from(creditBalance)
    .where(sql`${creditBalance.ownerId} = ${ownerId}`)
  if (!found) throw new AppError('NOT_FOUND', 'There is no such user or organization.')
}
