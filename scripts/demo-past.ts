import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { createEmbedded, wrapEmbedded } from '#server/database/open.ts'
import { seedUsers } from '#server/users/seed-users.ts'

/** Fills the embedded database of a data folder with demo users and with two weeks in which they were busy. */
export async function fillPast(dataDir: string, users: number): Promise<void> {
  const database = await wrapEmbedded(await createEmbedded(join(dataDir, 'database')))
  try {
    await database.db.execute(sql`select setseed(0.7)`)
    await seedUsers(database.db, users)
    for (const statement of [activeUsers, activeDays, calls]) await database.db.execute(statement)
  } finally {
    await database.close()
  }
}

const activeUsers = sql`
  update "user" set last_active_at = now() - (now() - created_at) * power(random(), 4) where banned_at is null
    and last_active_at > '-infinity'`

// More on working days than on others.
const activeDays = sql`
  insert into activity_day (day, users)
  select day::date, round((120 + 4 * extract(day from day)) * (0.9 + 0.2 * random())
    * case when extract(isodow from day) > 5 then 0.55 else 1 end)
  from generate_series(now() - interval '30 days', now(), interval '1 day') day
  on conflict (day) do nothing`

// By day more than by night; on sign-in somebody guesses twice a day for half an hour.
const calls = sql`
  insert into limit_minute (policy, minute, passed, blocked)
  select policy, minute,
    round(weight * (1.3 + sin((extract(hour from minute) - 9) * pi() / 12)) * (0.6 + 0.8 * random())),
    round(case
      when policy = 'sign-in' and extract(hour from minute) in (3, 14) and extract(minute from minute) < 30
        then 6 + 14 * random()
      when random() < share then 1 + 5 * random()
      else 0 end)
  from generate_series(date_trunc('minute', now()) - interval '7 days', now(), interval '1 minute') minute,
    (values ('signed-in', 14, 0.02), ('public', 6, 0.015), ('auth', 3, 0.01), ('sign-in', 1.2, 0.02),
      ('admin-write', 0.4, 0)) policies (policy, weight, share)
  on conflict do nothing`
