import { availableParallelism } from 'node:os'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import pino from 'pino'
import { auditEvent, user } from '#drizzle/schema/index.ts'
import { createAuditKeys } from '#server/audit/audit-keys.ts'
import { createAuditSealer } from '#server/audit/chain/audit-sealer.ts'
import { listAudit } from '#server/audit/read/list-audit.ts'
import { recordAudit } from '#server/audit/record/record-audit.ts'
import { verifyAudit } from '#server/audit/verify/verify-audit.ts'
import type { Database } from '#server/database/database.ts'
import { BoundedPool } from '#server/database/pool.ts'
import { schema } from '#server/database/schema.ts'
import type { ServiceContext } from '#server/service-context.ts'
import { median, percentile, runCallers } from './callers.ts'
import { createTemporaryDatabase } from './temporary-database.ts'

const writers = 40
const users = 1000
const rounds = 5
const warmUpMs = 1000
const measuredMs = 4000
const verifiedRows = 100_000

const keys = createAuditKeys({ secrets: ['a secret for the benchmark only'], own: [] })
const admin = { id: 'admin', name: 'Ann Admin', email: 'ann@example.com' }

/** Measures an admin's act with its audit row and without, side by side, and how fast the log is sealed and verified. */
export async function run(): Promise<void> {
  const database = await createTemporaryDatabase()
  const pool = new BoundedPool({ connectionString: database.url, max: writers })
  const db = drizzle(pool, { schema }) as unknown as Database
  try {
    console.log(
      `${database.version}, ${availableParallelism()} CPUs for it and the writers, Node ${process.versions.node}; ${writers} writers over ${users} users, the median of ${rounds} rounds of ${measuredMs / 1000} s, taken in turns`,
    )
    await makeUsers(db)
    await compareWrites(db)
    await measureReading(db)
  } finally {
    await pool.end()
    await database.drop()
  }
}

async function makeUsers(db: Database) {
  const rows = Array.from({ length: users }, (_, index) => ({
    id: `user${index}`,
    name: `Person ${index}`,
    email: `person${index}@example.com`,
  }))
  await db.insert(user).values(rows)
}

// What a verb of the console does: the row under its lock, the change, the record, all or nothing.
async function changeName(db: Database, recorded: boolean): Promise<void> {
  const id = `user${Math.floor(Math.random() * users)}`
  const name = `Person ${Math.random()}`
  await db.transaction(async (tx) => {
    const [before] = await tx.select().from(user).where(eq(user.id, id)).for('update')
    const [after] = await tx.update(user).set({ name }).where(eq(user.id, id)).returning()
    if (!before || !after) throw new Error('There is no such user.')
    if (!recorded) return
    await recordChange(tx, id, before.name, after.name)
  })
}

function recordChange(tx: Database, id: string, before: string, after: string): Promise<string> {
  const context = {
    db: tx,
    audit: keys,
    actor: { user: admin, impersonator: null },
    requestId: 'd9b7c1b2-7f0e-4a9e-8f51-0a1b2c3d4e5f',
    clientAddress: '192.0.2.1',
    device:
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    now: new Date(),
  }
  return recordAudit(context, {
    action: 'user.update',
    subject: { type: 'user', id, name: after, email: `${id}@example.com` },
    before: { name: before },
    after: { name: after },
  })
}

interface Result {
  rate: number
  p50Ms: number
  p99Ms: number
}

async function compareWrites(db: Database): Promise<void> {
  const sealer = createAuditSealer({ db, keys, logger: pino({ level: 'silent' }) })
  sealer.start()
  const [without, recorded]: [Result[], Result[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    without.push(await measure(() => changeName(db, false)))
    recorded.push(await measure(() => changeName(db, true)))
  }
  await sealer.stop()
  const [plain, audited] = [summarize(without), summarize(recorded)]
  console.log('| | acts/s | p50 ms | p99 ms |\n|---|---:|---:|---:|')
  console.log(row('without the audit row', plain))
  console.log(row('with it, sealed meanwhile', audited))
  console.log(
    `An act with its audit row takes ${(plain.rate / audited.rate).toFixed(2)} times as long (aim: at most 1.3).`,
  )
}

async function measure(call: () => Promise<void>): Promise<Result> {
  await runCallers({ callers: writers, durationMs: warmUpMs, call })
  const { rate, latencies } = await runCallers({ callers: writers, durationMs: measuredMs, call })
  return { rate, p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) }
}

const summarize = (results: Result[]): Result => ({
  rate: median(results.map(({ rate }) => rate)),
  p50Ms: median(results.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(results.map(({ p99Ms }) => p99Ms)),
})

const row = (name: string, { rate, p50Ms, p99Ms }: Result) =>
  `| ${name} | ${Math.round(rate).toLocaleString('en')} | ${p50Ms.toFixed(1)} | ${p99Ms.toFixed(1)} |`

// A log of its own size, written a thousand rows a transaction: it is about reading, not about commits.
async function measureReading(db: Database): Promise<void> {
  const before = await db.$count(auditEvent)
  for (let written = before; written < verifiedRows; written += 1000) {
    await db.transaction(async (tx) => {
      for (let index = 0; index < 1000; index += 1) await recordChange(tx, `user${index}`, 'Una', 'Una User')
    })
  }
  const sealer = createAuditSealer({ db, keys, logger: pino({ level: 'silent' }) })
  const [sealed, sealMs] = await timed(() => sealer.seal())
  const [verified, verifyMs] = await timed(() => verifyAudit({ db, audit: keys }))
  if (verified.problem) throw new Error(verified.problem.message)
  const context = { db } as ServiceContext
  const search = { limit: 25, search: 'nobody is called so' }
  const [, searchMs] = await timed(() => listAudit(context, search))
  const [, pageMs] = await timed(() => listAudit(context, { limit: 25 }))
  console.log(
    [
      '',
      `Sealing: ${perSecond(sealed, sealMs)} rows/s.`,
      `Verifying ${verified.sealed.toLocaleString('en')} rows: ${(verifyMs / 1000).toFixed(1)} s, ${perSecond(verified.sealed, verifyMs)} rows/s.`,
      `A page of it: ${pageMs.toFixed(0)} ms; a search through all of it that finds nothing: ${searchMs.toFixed(0)} ms.`,
    ].join('\n'),
  )
}

async function timed<Value>(call: () => Promise<Value>): Promise<[Value, number]> {
  const startedAt = performance.now()
  return [await call(), performance.now() - startedAt]
}

const perSecond = (rows: number, ms: number) => Math.round((rows / ms) * 1000).toLocaleString('en')
