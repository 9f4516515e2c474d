import type { Logger } from 'pino'
import type { Database } from '../../database/database.ts'
import { joinTransaction } from '../../database/transaction-guard.ts'
import type { AuditSigner } from '../../service-context.ts'
import { type AuditEntry, recordAudit } from './record-audit.ts'

/** What happened outside of a transaction of ours: a sign-in, a failure, a reset. */
export type AuditableEvent = AuditEntry & {
  /** Who did it; null or left out when nobody was known. */
  actor?: { id: string; name: string; email: string } | null
  /** The admin who acted as the actor. */
  impersonator?: { id: string; name: string } | null
  /** The key that a program of the actor's called with. */
  key?: { id: string; name: string } | null
  requestId: string
  clientAddress: string
  device: string | null
}

/** Writes an event; never throws, since what it tells of has happened already. */
export interface EventRecorder {
  (event: AuditableEvent): Promise<void>
  /** How many events of this process could not be written. */
  failures(): number
}

/** Writes events right after they happened; what cannot be written is logged and counted. */
export function createEventRecorder(options: {
  db: Database
  audit: AuditSigner
  logger: Logger
}): EventRecorder {
  const { db, audit, logger } = options
  let failures = 0

  async function record({ actor, impersonator = null, key = null, ...event }: AuditableEvent) {
    try {
      const who = actor ? { user: actor, impersonator, key } : null
      const context = { ...event, audit, actor: who, now: new Date() }
      const open = joinTransaction(db)
      // Within somebody's transaction a failure is kept to a savepoint, so that theirs goes on.
      if (open === db) await recordAudit({ ...context, db }, event)
      else await open.transaction((tx) => recordAudit({ ...context, db: tx }, event))
    } catch (error) {
      failures += 1
      const { action, requestId } = event
      logger.error({ err: error, reqId: requestId, action }, 'an event is missing in the audit log')
    }
  }
  return Object.assign(record, { failures: () => failures })
}
