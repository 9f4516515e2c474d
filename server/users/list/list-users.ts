import { and, type SQL, sql } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { Page } from '#shared/pagination.ts'
import {
  countedUsers,
  type DetailedUser,
  type ListUsersInput,
  type UserFilter,
  type UserOrder,
  userFilter,
} from '#shared/users.ts'
import { pageOf } from '../../database/page.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { mayReadEmail, toDetailedUsers } from '../user-view.ts'
import { countUnlessLarge } from './count-unless-large.ts'
import { behind, orderBy, type Position, placeOf, readPosition } from './list-users-order.ts'
import { type Bounds, findPage } from './list-users-search.ts'
import { inGroups, isInGroup, matchesSearch, matchesUsers } from './user-search.ts'
import { inTimes, type Times } from './user-times.ts'

// 20,000 rows along an order are about as much work as to sort 10,000 matches.
const usualBounds: Bounds = { counted: countedUsers, walked: 20_000 }

/**
 * A page of users. `total` is exact up to 10,000 and as it was on the first page. A caller who may not read e-mails
 * finds one only by its whole address, and cannot sort by it: FORBIDDEN. Throws BAD_REQUEST for a cursor that is not
 * ours.
 */
export async function listUsers(
  ctx: ActorContext,
  input: ListUsersInput,
  bounds = usualBounds,
): Promise<Page<DetailedUser>> {
  refuseHiddenOrder(ctx, input)
  const position = input.cursor === undefined ? null : readPosition(input, input.cursor)
  const { rows, total } = await readPage(ctx, { ...input, position, limit: input.limit + 1 }, bounds)
  const page = pageOf(rows, input.limit, (last) => placeOf(input, last, total))
  return {
    ...page,
    items: await toDetailedUsers(ctx, page.items),
    total: Math.min(total, bounds.counted),
    totalCapped: total > bounds.counted,
  }
}

/** Throws FORBIDDEN for an order by e-mail, which would tell a caller who may not read them what they begin with. */
export function refuseHiddenOrder(ctx: ActorContext, { sort }: UserOrder): void {
  if (sort !== 'email' || mayReadEmail(ctx)) return
  throw new AppError('FORBIDDEN', 'Your role may not read e-mail addresses, so it cannot sort by them.', {
    reason: { kind: 'permission', permission: 'users.readEmail' },
  })
}

export interface PageQuery extends UserFilter, UserOrder {
  position: Position | null
  limit: number
}

/** The rows of a page, and how many there are of all of them: counted to one more than the bound. */
export async function readPage(
  ctx: ActorContext,
  query: PageQuery,
  bounds = usualBounds,
): Promise<{ rows: UserTable[]; total: number }> {
  const { search, position, limit } = query
  const { along, others } = byOrder(query, inTimes(ctx, query))
  const filter = and(inGroups(ctx, query), along)
  if (!search && !others) return readInOrder(ctx, query, { filter, bounds })
  const total = position?.total ?? (await countMatches(ctx, query, bounds))
  const page = {
    search,
    filter,
    found: and(others, matchesSearch(ctx, search)),
    inGroup: isInGroup(query),
    order: query,
    position,
    limit,
    bounds,
  }
  return { rows: await findPage(ctx, page, total), total }
}

// A first page and its count are one statement.
async function readInOrder(
  ctx: ActorContext,
  query: PageQuery,
  { filter, bounds }: { filter: SQL | undefined; bounds: Bounds },
): Promise<{ rows: UserTable[]; total: number }> {
  const { position, limit } = query
  let rows: UserTable[] | undefined
  async function read(total: SQL<number>): Promise<number> {
    const page = await ctx.db
      .select({ row: user, total })
      .from(user)
      .where(and(filter, behind(query, position)))
      .orderBy(orderBy(query))
      .limit(limit)
    rows = page.map(({ row }) => row)
    return page[0]?.total ?? 0
  }
  const readWithCount = () => read(sql`(${countOf(ctx, query, bounds)})`)
  const total = position?.total ?? (await countUnlessKnown(ctx, query, bounds, readWithCount))
  if (!rows) await read(sql`0`)
  return { rows: rows ?? [], total }
}

// What the index of the list's order holds, and the rest.
function byOrder({ sort }: UserOrder, { createdAt, lastActiveAt }: Times) {
  if (sort === 'createdAt') return { along: createdAt, others: lastActiveAt }
  if (sort === 'lastActiveAt') return { along: lastActiveAt, others: createdAt }
  return { along: undefined, others: and(createdAt, lastActiveAt) }
}

/** How many users match, counted to one more than the bound. */
export const countMatches = (ctx: ActorContext, filter: UserFilter, bounds = usualBounds): Promise<number> =>
  countUnlessKnown(ctx, filter, bounds, async () => {
    const [row] = await countOf(ctx, filter, bounds)
    return row?.total ?? 0
  })

function countUnlessKnown(
  ctx: ActorContext,
  filter: UserFilter,
  { counted }: Bounds,
  count: () => Promise<number>,
): Promise<number> {
  const named = userFilter.keyof().options.map((name) => filter[name])
  const key = JSON.stringify([mayReadEmail(ctx), counted, ...named])
  return countUnlessLarge({ db: ctx.db, now: ctx.now, key, bound: counted }, count)
}

function countOf(ctx: ActorContext, filter: UserFilter, { counted }: Bounds) {
  const some = ctx.db
    .select({ one: sql`1`.as('one') })
    .from(user)
    .where(matchesUsers(ctx, filter))
    .limit(counted + 1)
    .as('some')
  return ctx.db.select({ total: sql<number>`count(*)::int` }).from(some)
}
