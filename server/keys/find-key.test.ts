import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { apiKey } from '#drizzle/schema/index.ts'
import { createKeySecret } from '#server/key-status/key-secret.ts'
import { prepareFindKey } from './find-key.ts'
import { withKeys } from './keys-fixture.ts'

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const caller = { address: '198.51.100.1', now: new Date() }

/** A key that works, one that was revoked, and thousands of others. */
async function amongMany() {
  const { db, owner } = await withKeys()
  const working = await owner()
  const revoked = await owner()
  await revoked.browser.mutate('keys.revoke', { id: revoked.key.id })
  await db.execute(sql`
    insert into api_key (id, user_id, name, start, hash, previous_hash, previous_until, permissions, addresses,
      lifetime_days, expires_at)
    select 'k' || i, ${working.id}, 'Other', 'gh_live_', 'h' || i, 'p' || i, now() + interval '1 hour', '{}', '{}', 90,
      now() + interval '90 days'
    from generate_series(1, 5000) i`)
  await db.execute(sql`analyze api_key`)
  return { db, working, revoked }
}

test('a key is found by its indexes among thousands, the one that it replaced too', async () => {
  const { db } = await amongMany()
  const plan = (await db.execute(
    sql`explain select * from api_key join "user" u on u.id = user_id
      where hash = 'x' or (previous_hash = 'x' and previous_until > statement_timestamp())`,
  )) as unknown as { rows: { 'QUERY PLAN': string }[] }
  const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(text).toContain('api_key_hash_unique')
  expect(text).toContain('api_key_previous_hash_unique')
  expect(text).not.toContain('Seq Scan on api_key')
})

test('an unknown key is refused in the time of a revoked one, with the same words', async () => {
  const { db, revoked } = await amongMany()
  const findKey = prepareFindKey(db)
  const times = { unknown: [] as number[], revoked: [] as number[] }
  const said = new Set<string>()
  for (let i = 0; i < 500; i += 1) {
    for (const kind of ['unknown', 'revoked'] as const) {
      const secret = kind === 'revoked' ? revoked.secret : createKeySecret()
      const startedAt = performance.now()
      const { keyRefusal } = await findKey(secret, caller)
      times[kind].push(performance.now() - startedAt)
      said.add(JSON.stringify([keyRefusal?.code, keyRefusal?.message, keyRefusal?.reason]))
    }
  }
  expect(said.size).toBe(1)
  expect(Math.abs(median(times.unknown) - median(times.revoked))).toBeLessThan(5)
})

test('one that works is found with its owner as they are', async () => {
  const { db, working } = await amongMany()
  const { actor, keyRefusal } = await prepareFindKey(db)(working.secret, caller)
  expect(keyRefusal).toBeNull()
  expect(actor).toMatchObject({ user: { id: working.id }, session: null, key: { id: working.key.id } })
  expect(await db.$count(apiKey)).toBe(5002)
})
