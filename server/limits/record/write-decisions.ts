import { sql } from 'drizzle-orm'
import { limitBlock, limitMinute } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { tellConsole } from '../../live/live-news.ts'
import type { DecisionBatch } from './decision-batch.ts'

/**
 * Adds a batch, whose last decision was `ageMs` ago, to what other processes wrote of the same minute. The minute is
 * the database's. Tells the console of what was blocked, once for all of it: passed calls it counts itself now and
 * then, since its own are among them. Rejects with the driver's error, and then nothing was added.
 */
export async function writeDecisions(db: Database, batch: DecisionBatch, ageMs: number): Promise<void> {
  // By key, so that two processes never wait for each other in a circle.
  const policies = [...batch.policies].sort(byKey)
  const blocks = [...batch.blocks].sort(byKey)
  await db.transaction(async (tx) => {
    await tx.execute(sql`insert into ${limitMinute} as m (policy, minute, passed, blocked)
      select u.policy, ${minuteBefore(sql`${ageMs}::float8`)}, u.passed, u.blocked
      from unnest(${sql.param(policies.map(([policy]) => policy))}::text[],
        ${sql.param(policies.map(([, { passed }]) => passed))}::int[],
        ${sql.param(policies.map(([, { blocked }]) => blocked))}::int[]) u(policy, passed, blocked)
      on conflict (policy, minute) do update
        set passed = m.passed + excluded.passed, blocked = m.blocked + excluded.blocked`)
    if (policies.some(([, { blocked }]) => blocked > 0)) await tellConsole(tx, 'limits')
    if (blocks.length === 0) return
    const column = <Value>(of: (block: (typeof blocks)[number][1]) => Value) =>
      sql.param(blocks.map(([, block]) => of(block)))
    await tx.execute(sql`insert into ${limitBlock} as b
        (key, minute, policy, scope, count, last_procedure, last_request_id, last_at)
      select u.key, ${minuteBefore(sql`${ageMs}::float8`)}, u.policy, u.scope, u.count, u.procedure, u.request_id,
        ${before(sql`u.age_ms`)}
      from unnest(${sql.param(blocks.map(([key]) => key))}::text[],
        ${column(({ policy }) => policy)}::text[], ${column(({ scope }) => scope)}::text[],
        ${column(({ count }) => count)}::int[], ${column(({ procedure }) => procedure.slice(0, 200))}::text[],
        ${column(({ requestId }) => requestId.slice(0, 64))}::text[],
        ${column(({ at }) => batch.at - at + ageMs)}::float8[])
        u(key, policy, scope, count, procedure, request_id, age_ms)
      on conflict (key, minute) do update set
        count = b.count + excluded.count,
        last_procedure = case when excluded.last_at >= b.last_at then excluded.last_procedure else b.last_procedure end,
        last_request_id = case when excluded.last_at >= b.last_at then excluded.last_request_id else b.last_request_id end,
        last_at = greatest(excluded.last_at, b.last_at)`)
  })
}

const before = (ageMs: ReturnType<typeof sql>) =>
  sql`statement_timestamp() - make_interval(secs => ${ageMs} / 1000)`
const minuteBefore = (ageMs: ReturnType<typeof sql>) => sql`date_trunc('minute', ${before(ageMs)})`

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : Number(a > b)
}
