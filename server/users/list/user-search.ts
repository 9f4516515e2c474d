import { and, arrayContains, type Column, eq, or, type SQL, sql } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import { idSchema } from '#shared/text/text.ts'
import { searchInsideFrom, type UserFilter } from '#shared/users.ts'
import { literal } from '../../database/like.ts'
import type { ActorContext } from '../../service-context.ts'
import { isPerson } from '../../user-status/service-accounts.ts'
import { hasStatus, isNotDeleted } from '../../user-status/user-status.ts'
import { mayReadEmail } from '../user-view.ts'
import { inTimes } from './user-times.ts'

/** The filters that a column answers, without the search. */
const inFilter = (ctx: ActorContext, filter: UserFilter): SQL | undefined =>
  and(inGroups(ctx, filter), ...Object.values(inTimes(ctx, filter)))

/** The same without those about time. */
export const inGroups = (ctx: ActorContext, filter: UserFilter): SQL | undefined =>
  and(
    isPerson(),
    filter.status ? hasStatus(filter.status, ctx.now) : isNotDeleted(),
    filter.role && eq(user.role, filter.role),
    filter.verified === undefined
      ? undefined
      : filter.verified
        ? user.emailVerified
        : sql`not ${user.emailVerified}`,
    filter.provider && arrayContains(user.providers, [filter.provider]),
  )

/** Whom a filter finds, the search included. */
export const matchesUsers = (ctx: ActorContext, filter: UserFilter): SQL | undefined =>
  and(inFilter(ctx, filter), matchesSearch(ctx, filter.search))

/** Whether a filter is for one of the groups that have indexes of their own. */
export const isInGroup = ({ role, status, verified, provider }: UserFilter): boolean =>
  (role !== undefined && role !== 'user') ||
  (status !== undefined && status !== 'active') ||
  verified === false ||
  (provider !== undefined && provider !== 'credential')

/**
 * Whom a search finds: by a part of the name or e-mail (below three characters by how they begin), in small or capital
 * letters, or by the whole id. A caller who may not read e-mails finds nobody by a part of one, only by all of it.
 */
export function matchesSearch(ctx: ActorContext, search: string | undefined): SQL | undefined {
  if (!search) return undefined
  const within = isPrefix(search) ? beginsWith : contains
  return or(
    within(user.nameKey, search),
    mayReadEmail(ctx) ? within(user.emailKey, search) : sql`${user.emailKey} = lower(${search}::text)`,
    idSchema.safeParse(search).success ? eq(user.id, search) : undefined,
  )
}

/** Whether the search is for how names and addresses begin. */
export const isPrefix = (search: string) => lengthOf(search) < searchInsideFrom

/** In letters as the database counts them. */
export const lengthOf = (search: string) => [...search].length

/** Whether a key begins with the search. */
export const beginsWith = (key: Column, search: string): SQL =>
  sql`${key} like lower(${literal(search)}::text || '%')`

const contains = (key: Column, search: string): SQL =>
  sql`${key} like lower('%' || ${literal(search)}::text || '%')`
