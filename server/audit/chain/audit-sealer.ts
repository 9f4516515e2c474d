import { asc, isNull, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditChainEnd, AuditHead } from '#shared/audit/audit.ts'
import type { Database } from '../../database/database.ts'
import { tellConsole } from '../../live/live-news.ts'
import type { AuditSigner } from '../../service-context.ts'
import { checkHead, signHead } from './audit-head.ts'
import { topicsOf } from './audit-topics.ts'
import { linkAfter, readChainEnd } from './chain.ts'
import type { HeadFile } from './head-file.ts'
import { tryLockLog } from './log-lock.ts'

const intervalMs = 1000
const tellHeadEveryMs = 60 * 60 * 1000

export interface AuditSealer {
  start(): void
  /**
   * Seals every row that can be seen and returns how many; none while another replica is at it. Throws ChainEndLost when
   * the log does not hold any more what it held when this process looked last.
   */
  seal(): Promise<number>
  /** Where the log ended when this process looked last, signed; null before it has looked. */
  head(): AuditHead | null
  /** Why nothing is sealed any more; null while all is well. */
  refusal(): string | null
  /** Waits for the round under way, and seals what was written since. */
  stop(): Promise<void>
}

/** Rows that were sealed are gone or are others: whoever sealed on would cover it up. */
export class ChainEndLost extends Error {}

interface SealerOptions {
  db: Database
  keys: AuditSigner
  logger: Logger
  /** Where heads are kept beside the log of the process; the log must hold what the last one of it says. */
  headFile?: HeadFile | null
  /** How many rows a transaction seals; 1,000 unless given. */
  batchSize?: number
}

/**
 * Links the rows of the audit log, each second. Whoever writes a row never waits for it: a row that commits later is
 * sealed later, at the next position. What the rows tell of is news for the console: told here, it costs no act
 * anything, and a second's acts are told once.
 */
export function createAuditSealer({
  db,
  keys,
  logger,
  headFile = null,
  batchSize = 1000,
}: SealerOptions): AuditSealer {
  const teller = createHeadTeller(logger, headFile)
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  let refusal: string | null = null
  let head = headFile?.last ?? null

  async function seal() {
    let sealed = 0
    for (;;) {
      if (head && (await isAsLeft(db, head))) return sealed
      const batch = await db.transaction((tx) =>
        sealBatch({ db: tx, audit: keys }, { head, size: batchSize }),
      )
      if (!batch) return sealed
      head = signHead(keys, batch.end, new Date())
      sealed += batch.sealed
      if (batch.sealed < batchSize) return sealed
    }
  }

  async function run({ last = false } = {}) {
    try {
      await seal()
      refusal = null
    } catch (error) {
      if (error instanceof ChainEndLost) refusal = error.message
      else logger.warn({ err: error }, 'the audit log could not be sealed and will be tried again')
    }
    await teller.tell({ head, refusal, last })
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
    head: () => head,
    refusal: () => refusal,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
      await run({ last: true })
    },
  }
}

// Says each hour, and when it stops, where the log ends; at once and each hour that the log is not sealed any more.
function createHeadTeller(logger: Logger, file: HeadFile | null) {
  let nextAt = 0
  let refused = false
  let told = file?.last?.position
  return {
    async tell(now: { head: AuditHead | null; refusal: string | null; last: boolean }) {
      const { head, refusal, last } = now
      const changed = refused !== (refusal !== null)
      refused = refusal !== null
      if (!last && !changed && Date.now() < nextAt) return
      nextAt = Date.now() + tellHeadEveryMs
      if (refusal !== null) logger.error({ head }, `the audit log is not sealed any more. ${refusal}`)
      if (!head || head.position === told) return
      logger.info({ head }, 'the signed head of the audit log')
      try {
        await file?.append(head)
        told = head.position
      } catch (error) {
        logger.error({ err: error }, 'the head of the audit log could not be kept')
      }
    },
  }
}

// Most seconds nothing was written: then no transaction is begun.
async function isAsLeft(db: Database, head: AuditHead): Promise<boolean> {
  const end = await readChainEnd(db)
  return end.position === head.position && end.chain === head.chain && !(await hasUnsealed(db))
}

async function hasUnsealed(db: Database): Promise<boolean> {
  const rows = await db
    .select({ id: auditEvent.id })
    .from(auditEvent)
    .where(isNull(auditEvent.position))
    .orderBy(asc(auditEvent.at), asc(auditEvent.id))
    .limit(1)
  return rows.length > 0
}

// Null while another replica seals.
async function sealBatch(
  { db, audit }: { db: Database; audit: AuditSigner },
  { head, size }: { head: AuditHead | null; size: number },
): Promise<{ sealed: number; end: AuditChainEnd } | null> {
  if (!(await tryLockLog(db))) return null
  const problem = head && (await checkHead({ db, audit }, head))
  if (problem) throw new ChainEndLost(problem.message)
  let end = await readChainEnd(db)
  const rows = await db
    .select({ id: auditEvent.id, mac: auditEvent.mac, action: auditEvent.action })
    .from(auditEvent)
    .where(isNull(auditEvent.position))
    .orderBy(asc(auditEvent.at), asc(auditEvent.id))
    .limit(size)
  const links = rows.map(({ id, mac }) => {
    end = linkAfter(audit, end, mac)
    return { id, ...end }
  })
  if (links.length === 0) return { sealed: 0, end }
  await db.execute(sql`
    update audit_event set position = link.position, chain = link.chain
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link (id text, position bigint, chain text)
    where audit_event.id = link.id`)
  for (const topic of topicsOf(rows.map(({ action }) => action))) await tellConsole(db, topic)
  return { sealed: links.length, end }
}
