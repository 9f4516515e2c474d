import { channel } from 'node:diagnostics_channel'
import type { ServiceContext } from '../service-context.ts'

/** What somebody did: `before` is null for what was made, `after` for what was removed. */
export interface AuditEntry {
  action: `${string}.${string}`
  /** The id of what was changed. */
  subject: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** An entry with who did it, from where and when. */
export interface AuditEvent extends AuditEntry {
  at: string
  actorId: string | null
  requestId: string
  clientAddress: string
}

/** The name of the diagnostics channel that entries are published on. */
export const auditChannel = 'gatehouse:audit'

/**
 * Records a change; `ctx.db` is the transaction of the change, which must not happen when this throws. There is no
 * table for it yet: the entry is published on a diagnostics channel that the server writes to its log. That happens
 * before the commit, so a change that fails to commit leaves a line all the same.
 */
export async function recordAudit(ctx: ServiceContext, entry: AuditEntry): Promise<void> {
  const event: AuditEvent = {
    at: ctx.now.toISOString(),
    ...entry,
    actorId: ctx.actor?.user.id ?? null,
    requestId: ctx.requestId,
    clientAddress: ctx.clientAddress,
  }
  channel(auditChannel).publish(event)
}
