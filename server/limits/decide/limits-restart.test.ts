import { setTimeout as delay } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { limitMinute, rateLimit } from '#drizzle/schema/index.ts'
import { createTestApp } from '#test/app.ts'
import {
  createPostgresCluster,
  findPostgresPrograms,
  type PostgresCluster,
} from '#test/postgres/postgres-cluster.ts'
import { openDatabase } from '../../database/open.ts'
import { limitPolicies, type PolicyName } from '../limit-policies.ts'
import { createLimiter, type LimitCall } from './limiter.ts'

const programs = findPostgresPrograms()
const onPostgres = inject('database') === 'postgres'
if (onPostgres && !programs && process.env.CI)
  throw new Error('CI needs the programs of a Postgres server (initdb, pg_ctl).')
if (!onPostgres || !programs)
  console.log('limits-restart.test.ts needs a Postgres of its own to stop, and initdb and pg_ctl to make it.')

const names = Object.keys(limitPolicies) as PolicyName[]

describe.runIf(onPostgres && programs).each(['fast', 'immediate'] as const)(
  'Postgres stops (%s) and starts again',
  (mode) => {
    let cluster: PostgresCluster
    beforeAll(async () => {
      cluster = await createPostgresCluster(programs ?? '')
    })
    afterAll(() => cluster.remove())

    async function openHere() {
      const database = await openDatabase({ databaseUrl: cluster.url, dataDir: '', onError: () => {} })
      onTestFinished(() => database.close())
      return database
    }

    test('each policy fails as it declares, and counts on afterwards without a restart', async () => {
      const { db } = await openHere()
      const limiter = createLimiter({ db })
      const call = (policy: PolicyName): LimitCall => ({
        policies: [policy],
        partition: {
          ip: '203.0.113.7',
          sessionId: 's1',
          userId: 'u1',
          keyId: 'k1',
          account: 'ada@example.com',
        },
      })
      for (const policy of names) expect((await limiter.consume(call(policy))).passed, policy).toBe(true)
      // Commits do not wait for the disk: a crash may forget the counts of its last moments.
      await delay(1000)
      await cluster.stop(mode)
      for (const policy of names) {
        const { onStoreError, scopes } = limitPolicies[policy]
        const limit = Math.min(...scopes.map((scope) => scope.limit))
        const outcomes = await Promise.all(
          Array.from({ length: limit + 10 }, () =>
            limiter.consume(call(policy)).then(
              ({ passed }) => (passed ? 'passed' : 'refused'),
              (error) => error.code,
            ),
          ),
        )
        const counted = Map.groupBy(outcomes, (outcome) => outcome)
        const amounts = Object.fromEntries([...counted].map(([outcome, { length }]) => [outcome, length]))
        const expected =
          onStoreError === 'deny' ? { SERVICE_UNAVAILABLE: limit + 10 } : { passed: limit, refused: 10 }
        expect(amounts, policy).toEqual(expected)
      }
      await cluster.start()
      await expect
        .poll(
          () =>
            limiter.consume(call('mail')).then(
              ({ passed }) => passed,
              () => false,
            ),
          { timeout: 60_000, interval: 50 },
        )
        .toBe(true)
      for (const policy of names) expect((await limiter.consume(call(policy))).passed, policy).toBe(true)
      // What was counted before is still there: three mails, and the fourth is one too many.
      expect((await limiter.consume(call('mail'))).denied).toMatchObject({ policy: 'mail', scope: 'account' })
      const [row] = await db.select().from(rateLimit).where(eq(rateLimit.key, 'public/ip:203.0.113.7'))
      expect(row?.count).toBe(2)
    })

    test('calls under way pass, are refused or answer 503, and what was decided is written when it is back', async () => {
      const database = await openHere()
      const { app, browser } = await createTestApp({ database })
      const [open, guarded] = [browser(), browser()]
      const statuses = { open: new Set<number>(), guarded: new Set<number>() }
      let passed = 0
      let calling = true
      const load = [
        (async () => {
          while (calling) {
            const { status } = await open.query('health.ping')
            statuses.open.add(status)
            if (status === 200) passed += 1
            await delay(40)
          }
        })(),
        (async () => {
          while (calling) {
            const { statusCode, headers } = await guarded.get('/api/auth/nothing')
            statuses.guarded.add(statusCode)
            if (statusCode === 503) expect(headers['retry-after']).toBe('1')
            await delay(40)
          }
        })(),
      ]
      await delay(300)
      await cluster.stop(mode)
      // Long enough for the record to be written in vain.
      await delay(2500)
      await cluster.start()
      await expect
        .poll(async () => (await guarded.get('/api/auth/nothing')).statusCode, {
          timeout: 60_000,
          interval: 50,
        })
        .toBe(404)
      calling = false
      await Promise.all(load)
      expect([...statuses.open]).toEqual([200])
      expect([...statuses.guarded].sort()).toEqual([404, 503])
      await app.close()
      const minutes = await database.db.select().from(limitMinute).where(eq(limitMinute.policy, 'public'))
      expect(minutes.reduce((sum, minute) => sum + minute.passed, 0)).toBe(passed)
    })
  },
)
