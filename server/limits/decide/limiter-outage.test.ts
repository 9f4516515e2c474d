import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { expect, test } from 'vitest'
import { rateLimit } from '#drizzle/schema/index.ts'
import { emptyDatabase } from '#test/database.ts'
import type { Database } from '../../database/database.ts'
import { BoundedPool } from '../../database/pool.ts'
import { AppError } from '../../errors.ts'
import { createLimiter, type LimitCall } from './limiter.ts'

const publicCall: LimitCall = { policies: ['public'], partition: { ip: '203.0.113.7' } }
const signInCall: LimitCall = { policies: ['auth', 'sign-in'], partition: { ip: '203.0.113.7' } }

// Nothing listens on port 1.
function unreachable() {
  const pool = new BoundedPool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' })
  let nowMs = 1_800_000_000_000
  const errors: unknown[] = []
  const limiter = createLimiter({
    db: drizzle(pool) as unknown as Database,
    onStoreError: (error) => errors.push(error),
    now: () => nowMs,
  })
  return {
    limiter,
    errors,
    wait(ms: number) {
      nowMs += ms
    },
  }
}

test('a policy that allows counts in the process at the same limit while the store is away', async () => {
  const { limiter, errors, wait } = unreachable()
  const decisions = await Promise.all(Array.from({ length: 200 }, () => limiter.consume(publicCall)))
  expect(decisions.filter(({ passed }) => passed)).toHaveLength(150)
  expect(decisions[199]?.denied).toMatchObject({ policy: 'public', scope: 'ip', retryAfterMs: 15_100 })
  expect(errors).toHaveLength(1)
  wait(15_000)
  expect((await limiter.consume(publicCall)).passed).toBe(false)
  wait(100)
  expect((await limiter.consume(publicCall)).passed).toBe(true)
})

test('a policy that denies answers 503, also beside one that allows', async () => {
  const { limiter } = unreachable()
  for (const policies of [['auth'], ['public', 'mail'], ['admin-write']] as const) {
    const refused = await limiter
      .consume({ policies, partition: { ip: 'unknown', userId: 'u1' } })
      .catch((error) => error)
    expect(refused).toBeInstanceOf(AppError)
    expect(refused).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      reason: { kind: 'unavailable', retryAfterMs: 1000 },
    })
  }
})

test('a store that cannot be reached is asked again after half a second', async () => {
  const { limiter, errors, wait } = unreachable()
  await limiter.consume(publicCall)
  wait(499)
  await limiter.consume(publicCall)
  await expect(limiter.consume(signInCall)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  expect(errors).toHaveLength(1)
  wait(1)
  await limiter.consume(publicCall)
  expect(errors).toHaveLength(2)
})

test('a flush that fails fails its own calls only, and the next one is exact again', async () => {
  const { db } = await emptyDatabase()
  const errors: unknown[] = []
  const limiter = createLimiter({ db, onStoreError: (error) => errors.push(error) })
  await limiter.consume(signInCall)
  await db.execute(sql`alter table rate_limit rename to rate_limit_away`)
  try {
    expect((await limiter.consume(publicCall)).quotas[0]?.remaining).toBe(149)
    await expect(limiter.consume(signInCall)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    expect(errors).toHaveLength(2)
  } finally {
    await db.execute(sql`alter table rate_limit_away rename to rate_limit`)
  }
  expect((await limiter.consume(signInCall)).quotas.map(({ remaining }) => remaining)).toEqual([148, 18])
  expect(await db.select().from(rateLimit)).toMatchObject([{ count: 2 }, { count: 2 }])
})

test('past the bound of its queue a call is refused with 503, whatever its policy', async () => {
  const { db } = await emptyDatabase()
  const limiter = createLimiter({ db, maxWaiting: 10 })
  const calls = Array.from({ length: 15 }, () => limiter.consume(publicCall).catch((error) => error.code))
  expect((await Promise.all(calls)).filter((result) => result === 'SERVICE_UNAVAILABLE')).toHaveLength(5)
  expect(await db.select().from(rateLimit)).toMatchObject([{ count: 10 }])
})

test('closing lets waiting calls finish and refuses new ones', async () => {
  const { db } = await emptyDatabase()
  const limiter = createLimiter({ db })
  const waiting = limiter.consume(publicCall)
  await limiter.close()
  expect((await waiting).passed).toBe(true)
  await expect(limiter.consume(publicCall)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
})
