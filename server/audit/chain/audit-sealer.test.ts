import { setTimeout as delay } from 'node:timers/promises'
import { asc, isNull, sql } from 'drizzle-orm'
import pino from 'pino'
import { expect, inject, test } from 'vitest'
import { auditEvent } from '#drizzle/schema/index.ts'
import { createPostgresDatabase } from '#test/database.ts'
import { openDatabase } from '../../database/open.ts'
import { createLog } from '../audit-log-fixture.ts'
import { recordAudit } from '../record/record-audit.ts'
import { verifyAudit } from '../verify/verify-audit.ts'
import { createAuditSealer } from './audit-sealer.ts'

const logger = pino({ level: 'silent' })

test('rows are sealed in the order of their times, each batch going on where the one before ended', async () => {
  const { db, sealer, write } = await createLog()
  for (const day of [3, 1, 2]) await write({}, { now: new Date(`2026-02-0${day}T00:00:00Z`) })
  expect(await sealer.seal()).toBe(3)
  for (let row = 0; row < 20; row += 1) await write()
  expect(await sealer.seal()).toBe(20)
  expect(await sealer.seal()).toBe(0)
  const rows = await db.select().from(auditEvent).orderBy(asc(auditEvent.position))
  expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1))
  expect(rows.slice(0, 3).map(({ at }) => at.getUTCDate())).toEqual([1, 2, 3])
})

test('started, it seals each second; stopped, it seals what is left and no more', async () => {
  const { db, sealer, write, verify } = await createLog()
  sealer.start()
  await write()
  await expect.poll(() => db.$count(auditEvent, isNull(auditEvent.position)), { timeout: 60_000 }).toBe(0)
  await write()
  await sealer.stop()
  expect(await verify()).toMatchObject({ sealed: 2, unsealed: 0 })
  await write()
  await delay(1300)
  expect(await verify()).toMatchObject({ problem: null, sealed: 2, unsealed: 1 })
})

test('a round that fails is logged and the next one goes on', async () => {
  const { db, keys, write, verify } = await createLog()
  let failures = 0
  const flaky = {
    ...keys,
    sign(content: string) {
      if (failures === 0) {
        failures += 1
        throw new Error('not now')
      }
      return keys.sign(content)
    },
  }
  await write()
  const sealer = createAuditSealer({ db, keys: flaky, logger })
  sealer.start()
  await expect.poll(async () => (await verify()).sealed, { timeout: 60_000 }).toBe(1)
  await sealer.stop()
  expect(failures).toBe(1)
})

test.runIf(inject('database') === 'postgres')(
  'a row that commits late is sealed late, and nobody waited for it',
  async () => {
    const { db, context, sealer, write, verify } = await createLog()
    const late = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    const slow = db.transaction(async (tx) => {
      await recordAudit(context({ db: tx }), { action: 'user.ban', subject: { type: 'user', id: 'slow' } })
      written.resolve()
      await late.promise
    })
    await written.promise
    await write()
    expect(await sealer.seal()).toBe(1)
    late.resolve()
    await slow
    expect(await sealer.seal()).toBe(1)
    expect(await verify()).toMatchObject({ problem: null, sealed: 2, unsealed: 0 })
    const [last] = await db.select().from(auditEvent).where(sql`position = 2`)
    expect(last?.subjectId).toBe('slow')
  },
)

test.runIf(inject('database') === 'postgres')(
  'with 40 writers and two sealers every row is sealed once, without a gap',
  async () => {
    const { keys, context } = await createLog()
    const { url, drop } = await createPostgresDatabase()
    const replicas = [
      await openDatabase({ databaseUrl: url, dataDir: '' }),
      await openDatabase({ databaseUrl: url, dataDir: '' }),
    ] as const
    try {
      let writing = true
      const seal = async (db: (typeof replicas)[number]['db']) => {
        const sealer = createAuditSealer({ db, keys, logger, batchSize: 50 })
        let sealed = 0
        while (writing) sealed += await sealer.seal()
        return sealed
      }
      const sealers = replicas.map(({ db }) => seal(db))
      const write = async (writer: number) => {
        const db = replicas[writer % 2]?.db ?? replicas[0].db
        for (let row = 0; row < 25; row += 1) {
          await db.transaction((tx) =>
            recordAudit(context({ db: tx, now: new Date() }), {
              action: 'user.ban',
              subject: { type: 'user', id: `user${writer}` },
              after: { banReason: `Row ${row}` },
            }),
          )
        }
      }
      await Promise.all(Array.from({ length: 40 }, (_, writer) => write(writer)))
      writing = false
      const shares = await Promise.all(sealers)
      const rest = await createAuditSealer({ db: replicas[0].db, keys, logger }).seal()
      expect(shares.reduce((sum, share) => sum + share, rest)).toBe(1000)
      expect(Math.min(...shares)).toBeGreaterThan(0)
      expect(await verifyAudit({ db: replicas[1].db, audit: keys })).toMatchObject({
        problem: null,
        sealed: 1000,
        unsealed: 0,
      })
    } finally {
      for (const replica of replicas) await replica.close()
      await drop()
    }
  },
)
