import { and, gte, type SQL, sql } from 'drizzle-orm'
import { activityDay, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { UserStats, UserStatsInput } from '#shared/users.ts'
import type { Database } from '../../database/database.ts'
import { lastDays } from '../../database/last-days.ts'
import type { ActorContext } from '../../service-context.ts'
import { isPerson, isServiceRow } from '../../user-status/service-accounts.ts'
import { hasStatus, isNotDeleted } from '../../user-status/user-status.ts'

// Counting a million users takes some tenths of a second: calls that come meanwhile share what is being counted.
const running = new WeakMap<Database, Map<number, Promise<UserStats>>>()

/** How many users there are by status and role, and how many came and were active on each of the last days. */
export function getUserStats(ctx: ActorContext, { days }: UserStatsInput): Promise<UserStats> {
  const ofDatabase = running.get(ctx.db) ?? new Map<number, Promise<UserStats>>()
  running.set(ctx.db, ofDatabase)
  const shared = ofDatabase.get(days)
  if (shared) return shared
  const counting = countUsers(ctx, days).finally(() => ofDatabase.delete(days))
  ofDatabase.set(days, counting)
  return counting
}

async function countUsers(ctx: ActorContext, days: number): Promise<UserStats> {
  const [totals, series] = await Promise.all([readTotals(ctx), readDays(ctx, days)])
  return { asOf: ctx.now.toISOString(), ...totals, days: series }
}

// The few are counted, and the many are what is left: each of the small groups has an index of its own. One statement,
// so that the figures add up.
async function readTotals({
  db,
  now,
}: ActorContext): Promise<Pick<UserStats, 'live' | 'byStatus' | 'byRole'>> {
  const counted = (status: 'pending' | 'banned' | 'deleted') =>
    sql`(select count(*) from ${user} where ${and(isPerson(), hasStatus(status, now))})::int as ${sql.identifier(status)}`
  const { rows } = (await db.execute(sql`
    select (select count(*) from ${user})::int - (select count(*) from ${user} where ${isServiceRow()})::int as "all",
      ${counted('pending')}, ${counted('banned')}, ${counted('deleted')},
      (select coalesce(json_object_agg(role, users), '{}') from (
        select role, count(*) as users from ${user} where role <> 'user' and ${and(isPerson(), isNotDeleted())} group by role
      ) as by_role) as roles`)) as unknown as { rows: [RawTotals] }
  const [{ all, pending, banned, deleted, roles: others }] = rows
  const live = all - deleted
  const withRole = Object.values(others).reduce((sum, users) => sum + users, 0)
  return {
    live,
    byStatus: { active: live - pending - banned, pending, banned, deleted },
    byRole: { user: live - withRole, moderator: 0, admin_ro: 0, admin: 0, ...others },
  }
}

interface RawTotals {
  all: number
  pending: number
  banned: number
  deleted: number
  roles: Partial<Record<Role, number>>
}

async function readDays({ db, now }: ActorContext, days: number): Promise<UserStats['days']> {
  const wanted = lastDays(now, days)
  const [first = ''] = wanted
  const dayOf = sql<string>`(${user.createdAt} at time zone 'UTC')::date::text`
  const since = gte(user.createdAt, new Date(`${first}T00:00:00Z`))
  const createdWhere = (which: SQL | undefined) =>
    db.select({ day: dayOf, users: sql<number>`count(*)::int` }).from(user).where(which).groupBy(sql`1`)
  const [all, services, active] = await Promise.all([
    createdWhere(since),
    createdWhere(and(isServiceRow(), since)),
    db.select().from(activityDay).where(gte(activityDay.day, first)),
  ])
  const createdOn = new Map(all.map(({ day, users }) => [day, users]))
  for (const { day, users } of services) createdOn.set(day, (createdOn.get(day) ?? 0) - users)
  const activeOn = new Map(active.map(({ day, users }) => [day, users]))
  return wanted.map((day) => ({ day, created: createdOn.get(day) ?? 0, active: activeOn.get(day) ?? 0 }))
}
