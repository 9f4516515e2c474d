import { sql } from 'drizzle-orm'
import type { Database } from '../database/database.ts'

/** A session that was used by a user at a time of the process's own clock, in milliseconds. */
export interface Seen {
  sessionId: string
  userId: string
  at: number
}

/**
 * Writes when sessions were last seen and users last active, to the minute, and counts each user once a day (UTC).
 * Returns for each session that is done with how long before this time the row says it was seen, in milliseconds; the
 * others' rows are locked by somebody else, or gone. It waits for nobody, so that no act on a user ever waits in a
 * circle with it. Rejects with the driver's error, and then nothing was written.
 */
export async function writeActivity(db: Database, seen: Seen[], nowMs: number): Promise<Map<string, number>> {
  const column = (of: (each: Seen) => string | number) => sql.param(seen.map(of))
  const { rows } = (await db.execute(sql`
    with seen as materialized (
      select u.session_id, u.user_id, statement_timestamp() - make_interval(secs => u.age_ms / 1000) as at
      from unnest(${column(({ sessionId }) => sessionId)}::text[], ${column(({ userId }) => userId)}::text[],
        ${column(({ at }) => nowMs - at)}::float8[]) u(session_id, user_id, age_ms)
    ), active as materialized (
      select user_id, max(at) as at, (max(at) at time zone 'UTC')::date as day from seen group by user_id
    ), users as materialized (
      select id, active_on from "user" where id in (select user_id from active)
      order by id for no key update skip locked
    ), woken as (
      update "user" u set last_active_at = greatest(u.last_active_at, a.at),
        active_on = greatest(users.active_on, a.day)
      from users join active a on a.user_id = users.id
      where u.id = users.id and (u.last_active_at <= a.at - interval '1 minute' or users.active_on is null
        or users.active_on < a.day)
      returning a.day, users.active_on is null or users.active_on < a.day as first
    ), counted as (
      insert into activity_day as d (day, users) select day, count(*) from woken where first group by day order by day
      on conflict (day) do update set users = d.users + excluded.users
    ), sessions as materialized (
      select id, last_seen_at from session where id in (select session_id from seen) order by id for no key update skip locked
    ), touched as (
      update session s set last_seen_at = seen.at from sessions join seen on seen.session_id = sessions.id
      where s.id = sessions.id and s.last_seen_at <= seen.at - interval '1 minute'
    )
    select seen.session_id, case when sessions.last_seen_at <= seen.at - interval '1 minute' then 0
      else extract(epoch from seen.at - sessions.last_seen_at)::float8 * 1000 end as behind_ms from seen join users on users.id = seen.user_id
      join sessions on sessions.id = seen.session_id
  `)) as unknown as { rows: { session_id: string; behind_ms: number }[] }
  return new Map(rows.map((row) => [row.session_id, row.behind_ms]))
}
