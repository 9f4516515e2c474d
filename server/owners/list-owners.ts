import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { creditBalance, organization, user } from '#drizzle/schema/index.ts'
import {
  type CreditOwner,
  countedCredits,
  type ListOwnersInput,
  type OwnerOrder,
} from '#shared/credits/credits.ts'
import { planOf } from '#shared/credits/plans.ts'
import type { Page } from '#shared/pagination.ts'
import { shownPicture } from '#shared/pictures.ts'
import { isNearQuota } from '../credits/read/near-quota.ts'
import { countTo, cursorNumber, cursorText, pageOf, readCursor } from '../database/page.ts'
import type { ActorContext } from '../service-context.ts'
import { matchesSearch } from '../users/list/user-search.ts'
import { shownEmail } from '../users/user-view.ts'

type Direction = ListOwnersInput['direction']

// Of a million, as a whole number that a cursor holds. Those without a quota come last.
const partOfQuota = (direction: Direction) => sql`case when ${creditBalance.quotaLimit} is null
  then ${sql.raw(direction === 'asc' ? '2000000000' : '-1')}
  else least(${creditBalance.quotaUsed}::numeric / greatest(${creditBalance.quotaLimit}, 1), 1000) * 1000000 end::bigint`

const orders: Record<OwnerOrder, (direction: Direction) => SQL> = {
  balance: () => sql`${creditBalance.balance} - ${creditBalance.held}`,
  used: () => sql`${creditBalance.quotaUsed}`,
  quota: partOfQuota,
}
const sorts = { asc, desc }

const place = z.tuple([cursorNumber, cursorText])

/** Which owners a list holds, and in which order. */
export type OwnerFilter = Omit<ListOwnersInput, 'limit' | 'cursor'>

/**
 * A page of those who have or had credits, in the order that is asked for, counted to 10,000. Throws BAD_REQUEST for a cursor that is
 * not ours.
 */
export async function listOwners(
  ctx: ActorContext,
  { limit, cursor, ...filter }: ListOwnersInput,
): Promise<Page<CreditOwner>> {
  const rows = await readOwners(ctx, filter, { limit: limit + 1, cursor })
  const page = pageOf(rows, limit, (last) => [last.value, last.row.ownerId])
  const counted = page.nextCursor || cursor ? await countOwners(ctx, matchesOwners(ctx, filter)) : rows.length
  return {
    ...page,
    items: page.items.map((item) => toCreditOwner(ctx, item)),
    total: Math.min(counted, countedCredits),
    totalCapped: counted > countedCredits,
  }
}

/** So many owners of the filter from behind the cursor on, each with the value that its order goes by. Throws BAD_REQUEST. */
export function readOwners(
  ctx: ActorContext,
  filter: OwnerFilter,
  { limit, cursor }: Pick<ListOwnersInput, 'limit' | 'cursor'>,
) {
  const { order, direction } = filter
  const value = orders[order](direction)
  return ctx.db
    .select({ row: creditBalance, person: user, value: value.mapWith(Number) })
    .from(creditBalance)
    .innerJoin(organization, eq(organization.id, creditBalance.ownerId))
    .leftJoin(user, eq(user.id, organization.personalUserId))
    .where(and(matchesOwners(ctx, filter), behind(value, { cursor, direction })))
    .orderBy(sorts[direction](value), sorts[direction](creditBalance.ownerId))
    .limit(limit)
}

const matchesOwners = (ctx: ActorContext, { search, nearQuota }: OwnerFilter) =>
  and(matchesSearch(ctx, search), nearQuota === undefined ? undefined : isNearIf(nearQuota))

// Nobody is near a quota whom none bounds.
const isNearIf = (near: boolean) => (near ? isNearQuota() : sql`${isNearQuota()} is not true`)

function behind(
  value: SQL,
  { cursor, direction }: Pick<ListOwnersInput, 'cursor' | 'direction'>,
): SQL | undefined {
  if (!cursor) return undefined
  const [last, ownerId] = readCursor(cursor, place)
  const beyond = sql.raw(direction === 'asc' ? '>' : '<')
  return sql`(${value}, ${creditBalance.ownerId}) ${beyond} (${last}::bigint, ${ownerId}::text)`
}

const countOwners = ({ db }: ActorContext, found: SQL | undefined): Promise<number> =>
  countTo(
    db,
    countedCredits,
    db
      .select({ one: sql`1` })
      .from(creditBalance)
      .innerJoin(organization, eq(organization.id, creditBalance.ownerId))
      .leftJoin(user, eq(user.id, organization.personalUserId))
      .where(found),
  )

/** An owner as the console lists them. */
export function toCreditOwner(
  ctx: ActorContext,
  { row, person }: { row: typeof creditBalance.$inferSelect; person: typeof user.$inferSelect | null },
): CreditOwner {
  return {
    ownerId: row.ownerId,
    user: person && {
      id: person.id,
      name: person.name,
      email: shownEmail(ctx, person),
      image: shownPicture(person.image),
    },
    plan: { name: row.plan, title: planOf(row.plan).title },
    available: row.balance - row.held,
    held: row.held,
    quota: row.quotaLimit,
    quotaUsed: row.quotaUsed,
    periodEnd: row.periodEnd.toISOString(),
  }
}
