import { and, type Column, gte, lt, type SQL, sql } from 'drizzle-orm'
import { never } from '#drizzle/schema/columns.ts'
import { user } from '#drizzle/schema/index.ts'
import type { UserFilter } from '#shared/users.ts'
import type { ActorContext } from '../../service-context.ts'

const dayMs = 24 * 60 * 60 * 1000

/** The filters about time, by the column that answers them: none where nothing is asked. */
export interface Times {
  createdAt: SQL | undefined
  lastActiveAt: SQL | undefined
}

/** Whoever was never active was so in no time, before any date either. */
export function inTimes({ now }: ActorContext, filter: UserFilter): Times {
  const { createdFrom, createdTo, createdDays, activeFrom, activeTo, activeDays, neverActive } = filter
  const since = (column: Column, from: string | undefined, days: number | undefined) =>
    and(
      from === undefined ? undefined : gte(column, new Date(from)),
      days === undefined ? undefined : gte(column, new Date(now.getTime() - days * dayMs)),
    )
  const before = (column: Column, to: string | undefined) =>
    to === undefined ? undefined : lt(column, new Date(to))
  const isNever = sql`${user.lastActiveAt} = ${never}`
  return {
    createdAt: and(since(user.createdAt, createdFrom, createdDays), before(user.createdAt, createdTo)),
    lastActiveAt: and(
      since(user.lastActiveAt, activeFrom, activeDays),
      before(user.lastActiveAt, activeTo),
      activeTo === undefined ? undefined : sql`${user.lastActiveAt} > ${never}`,
      neverActive && isNever,
    ),
  }
}
