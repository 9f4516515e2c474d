import { asc, isNull, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'
import { tellConsole } from '../../live/live-news.ts'
import type { AuditSigner } from '../../service-context.ts'
import { topicsOf } from './audit-topics.ts'
import { linkAfter, readChainEnd } from './chain.ts'
import { tryLockLog } from './log-lock.ts'

const intervalMs = 1000

export interface AuditSealer {
  start(): void
  /** Seals every row that can be seen and returns how many; none while another replica is at it. */
  seal(): Promise<number>
  /** Waits for the round under way, and seals what was written since. */
  stop(): Promise<void>
}

/**
 * Links the rows of the audit log, each second. Whoever writes a row never waits for it: a row that commits later is
 * sealed later, at the next position. What the rows tell of is news for the console: told here, it costs no act
 * anything, and a second's acts are told once.
 */
export function createAuditSealer(options: {
  db: Database
  keys: AuditSigner
  logger: Logger
  /** How many rows a transaction seals; 1,000 unless given. */
  batchSize?: number
}): AuditSealer {
  const { db, keys, logger, batchSize = 1000 } = options
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false

  async function seal() {
    let sealed = 0
    for (;;) {
      if (!(await hasUnsealed(db))) return sealed
      const batch = await db.transaction((tx) => sealBatch({ db: tx, keys }, batchSize))
      sealed += batch
      if (batch < batchSize) return sealed
    }
  }

  async function run() {
    try {
      await seal()
    } catch (error) {
      logger.warn({ err: error }, 'the audit log could not be sealed and will be tried again')
    }
  }
  function schedule() {
    timer = setTimeout(() => {
      running = run().then(() => {
        if (!stopped) schedule()
      })
    }, intervalMs)
    timer.unref()
  }

  return {
    start: schedule,
    seal,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
      await run()
    },
  }
}

// Most seconds nothing was written: then no transaction is begun.
async function hasUnsealed(db: Database): Promise<boolean> {
  const rows = await db
    .select({ id: auditEvent.id })
    .from(auditEvent)
    .where(isNull(auditEvent.position))
    .orderBy(asc(auditEvent.at), asc(auditEvent.id))
    .limit(1)
  return rows.length > 0
}

async function sealBatch({ db, keys }: { db: Database; keys: AuditSigner }, size: number): Promise<number> {
  if (!(await tryLockLog(db))) return 0
  let end = await readChainEnd(db)
  const rows = await db
    .select({ id: auditEvent.id, mac: auditEvent.mac, action: auditEvent.action })
    .from(auditEvent)
    .where(isNull(auditEvent.position))
    .orderBy(asc(auditEvent.at), asc(auditEvent.id))
    .limit(size)
  const links = rows.map(({ id, mac }) => {
    end = linkAfter(keys, end, mac)
    return { id, ...end }
  })
  await db.execute(sql`
    update audit_event set position = link.position, chain = link.chain
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link (id text, position bigint, chain text)
    where audit_event.id = link.id`)
  for (const topic of topicsOf(rows.map(({ action }) => action))) await tellConsole(db, topic)
  return links.length
}
