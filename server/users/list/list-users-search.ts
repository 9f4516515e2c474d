import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { UserOrder } from '#shared/users.ts'
import type { ActorContext } from '../../service-context.ts'
import { mayReadEmail } from '../user-view.ts'
import { behind, isByTime, orderBy, type Position, sortColumn } from './list-users-order.ts'
import { beginsWith, isPrefix, lengthOf } from './user-search.ts'

/** A page of those whom a search or a time finds. */
export interface FoundPage {
  search: string | undefined
  /** What must hold besides, and is looked up along the list's order. */
  filter: SQL | undefined
  /** The search and the times of other columns than the list's order: how many have passed is not known before. */
  found: SQL | undefined
  /** Whether it is for a group that is usually small. */
  inGroup: boolean
  order: UserOrder
  position: Position | null
  /** How many to find at most. */
  limit: number
  bounds: Bounds
}

/** Beyond which the work of a call does not grow; tests have smaller ones. */
export interface Bounds {
  /** Lists are counted to here. */
  counted: number
  /** So many rows are read in a list's order in the hope of a page. */
  walked: number
}

/**
 * The rows of a page of what is found `total` times in the list. No single plan is fast for both a rare and a frequent
 * one: to walk along the list's order until the page is full reads everything when there are few matches, and to gather
 * all matches and sort them is slow when there are many.
 */
export async function findPage(ctx: ActorContext, page: FoundPage, total: number): Promise<UserTable[]> {
  if (total === 0) return []
  return total > page.bounds.counted ? findAmongMany(ctx, page) : gather(ctx, page)
}

async function findAmongMany(ctx: ActorContext, page: FoundPage): Promise<UserTable[]> {
  if (beginsInOrder(ctx, page)) return walkBeginnings(ctx, page)
  const walked = await walk(ctx, page)
  if (walked.length === page.limit) return walked
  // The matches stand together somewhere else (those named Zoe, in the order of names), or the list ends here.
  return gather(ctx, page)
}

function gather(ctx: ActorContext, page: FoundPage): Promise<UserTable[]> {
  const direction = sql.raw(page.order.direction)
  const matching = and(page.filter, page.found)
  const isBehind = behind(page.order, page.position)
  // A group's index finds the matches; it would not, were it also asked for a time that it does not hold. As an array
  // they are looked up one by one: a join of as many would read the whole table.
  if (page.inGroup && isByTime(page.order)) {
    const matches = sql`array(select ${user.id} from ${user} where ${matching})`
    return readRows(
      ctx,
      sql`select ${user.id} from ${user} where ${and(sql`${user.id} = any(${matches})`, isBehind)}
        order by ${orderBy(page.order)} limit ${page.limit}`,
    )
  }
  return readRows(
    ctx,
    sql`with matched as materialized (
        select ${user.id}, ${sortColumn(page.order)} as key from ${user} where ${and(matching, isBehind)}
      )
      select id from matched order by key ${direction}, id ${direction} limit ${page.limit}`,
  )
}

// The limit within keeps the search out of the plan for the order.
async function walk(ctx: ActorContext, page: FoundPage): Promise<UserTable[]> {
  const walked = sql`
    select * from ${user} where ${and(page.filter, behind(page.order, page.position))}
    order by ${orderBy(page.order)} limit ${page.bounds.walked}`
  return readRows(
    ctx,
    sql`select id from (${walked}) as ${user} where ${page.found ?? sql`true`}
      order by ${orderBy(page.order)} limit ${page.limit}`,
  )
}

// Two letters in the order of names or addresses: each of the two columns has an index that holds those who begin with
// them in just this order, and the page is among the first of both.
function beginsInOrder(ctx: ActorContext, page: FoundPage): page is PageOfBeginnings {
  const { search, order } = page
  return (
    search !== undefined &&
    isPrefix(search) &&
    ((order.sort === 'name' && !mayReadEmail(ctx)) ||
      ((order.sort === 'name' || order.sort === 'email') && lengthOf(search) === 2))
  )
}

type PageOfBeginnings = FoundPage & { search: string }

function walkBeginnings(ctx: ActorContext, page: PageOfBeginnings): Promise<UserTable[]> {
  const column = sortColumn(page.order)
  const direction = sql.raw(page.order.direction)
  const firstWith = (condition: SQL) => sql`(
    select ${user.id}, ${column} as key from ${user}
    where ${and(page.filter, page.found, behind(page.order, page.position), condition)}
    order by ${orderBy(page.order)} limit ${page.limit})`
  const parts = beginnings(ctx, page).map(firstWith)
  return readRows(
    ctx,
    sql`select id from (${sql.join(parts, sql` union `)}) as beginning
      order by key ${direction}, id ${direction} limit ${page.limit}`,
  )
}

function beginnings(ctx: ActorContext, { search, order }: PageOfBeginnings): SQL[] {
  const whole = [sql`${user.id} = ${search}::text`]
  const start = sql`lower(${search}::text)`
  if (!mayReadEmail(ctx))
    return [beginsWith(user.nameKey, search), sql`${user.emailKey} = ${start}`, ...whole]
  return order.sort === 'name'
    ? [beginsWith(user.nameKey, search), sql`left(${user.emailKey}, 2) = ${start}`, ...whole]
    : [beginsWith(user.emailKey, search), sql`left(${user.nameKey}, 2) = ${start}`, ...whole]
}

// The ids of a page with their rows, in the order in which the query finds them.
async function readRows(ctx: ActorContext, ids: SQL): Promise<UserTable[]> {
  const found = await ctx.db
    .select({ row: user })
    .from(sql`unnest(array(${ids})) with ordinality as found (id, place)`)
    .innerJoin(user, eq(user.id, sql`found.id`))
    .orderBy(sql`found.place`)
  return found.map(({ row }) => row)
}
