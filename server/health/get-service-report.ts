import { and, asc, count, desc, gt, isNotNull, isNull, min, sql } from 'drizzle-orm'
import { auditEvent, mail } from '#drizzle/schema/index.ts'
import type { ServiceReport } from '#shared/health.ts'
import type { AuditSealer } from '../audit/chain/audit-sealer.ts'
import type { EventRecorder } from '../audit/record/event-recorder.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { readMigrationState } from '../database/migrations/migration-state.ts'
import type { LiveHub } from '../live/live-hub.ts'
import type { ServiceContext } from '../service-context.ts'
import type { ServiceFacts } from './service-facts.ts'

type Context = Pick<ServiceContext, 'db' | 'now'> & {
  config: Pick<Config, 'smtpUrl'>
  service: ServiceFacts
  live: Pick<LiveHub, 'size'>
  recordEvent: Pick<EventRecorder, 'failures'>
  sealer: Pick<AuditSealer, 'refusal'>
}

/** How the service is doing: its versions, and what waits to be done. */
export async function getServiceReport(ctx: Context): Promise<ServiceReport> {
  const { db, service } = ctx
  const [version, { applied }, mails, unsealed] = await Promise.all([
    readVersion(db),
    readMigrationState(db, service.histories),
    countMails(db),
    countUnsealed(db),
  ])
  return {
    version: service.version,
    nodeVersion: process.versions.node,
    startedAt: service.startedAt.toISOString(),
    now: ctx.now.toISOString(),
    database: {
      kind: service.databaseKind,
      version,
      migrations: { applied, known: service.histories.flatMap(({ migrations }) => migrations).length },
    },
    mail: { sends: ctx.config.smtpUrl !== null, ...mails },
    audit: { ...unsealed, missed: ctx.recordEvent.failures(), refusal: ctx.sealer.refusal() },
    streams: ctx.live.size,
  }
}

async function readVersion(db: Database): Promise<string> {
  const [row] = await db
    .select({ version: sql<string>`version` })
    .from(sql`current_setting('server_version') version`)
  // Distributions add their own name to it.
  return row?.version.split(' ', 1)[0] ?? ''
}

// Each by an index: what waits by its own, the rest among the mails of the days in which it can have happened.
async function countMails(db: Database) {
  const waiting = db
    .select({ count: count().as('waiting_count'), oldest: min(mail.createdAt).as('oldest') })
    .from(mail)
    .where(and(isNull(mail.sentAt), isNull(mail.failedAt)))
    .as('waiting')
  const failed = db
    .select({ count: count().as('failed_count') })
    .from(mail)
    .where(and(gt(mail.createdAt, daysAgo(3)), gt(mail.failedAt, daysAgo(1))))
    .as('failed')
  const latest = db
    .select({ sentAt: mail.sentAt })
    .from(mail)
    .where(isNotNull(mail.sentAt))
    .orderBy(desc(mail.createdAt), desc(mail.id))
    .limit(1)
    .as('latest')
  const [row] = await db
    .select({
      waiting: waiting.count,
      oldest: waiting.oldest,
      failed: failed.count,
      lastSentAt: latest.sentAt,
    })
    .from(waiting)
    .crossJoin(failed)
    .leftJoin(latest, sql`true`)
  return {
    waiting: row?.waiting ?? 0,
    oldestWaitingAt: row?.oldest?.toISOString() ?? null,
    failedLastDay: row?.failed ?? 0,
    lastSentAt: row?.lastSentAt?.toISOString() ?? null,
  }
}

const daysAgo = (days: number) => sql`now() - ${days} * interval '1 day'`

async function countUnsealed(db: Database) {
  const unsealed = db
    .select({ at: auditEvent.at })
    .from(auditEvent)
    .where(isNull(auditEvent.position))
    .orderBy(asc(auditEvent.at), asc(auditEvent.id))
    .limit(10_000)
    .as('unsealed')
  const [row] = await db.select({ count: count(), oldest: min(unsealed.at) }).from(unsealed)
  return { unsealed: row?.count ?? 0, oldestUnsealedAt: row?.oldest?.toISOString() ?? null }
}
