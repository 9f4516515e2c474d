import { eq } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditEvent, GetAuditInput } from '#shared/audit/audit.ts'
import { AppError } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'
import { toAuditEvents } from './audit-view.ts'

/** One row of the log. Throws NOT_FOUND. */
export async function getAudit(ctx: ServiceContext, { id }: GetAuditInput): Promise<AuditEvent> {
  const rows = await ctx.db.select().from(auditEvent).where(eq(auditEvent.id, id))
  const [event] = await toAuditEvents(ctx, rows)
  if (!event)
    throw new AppError('NOT_FOUND', 'The audit log has no such row. It may have been deleted for its age.')
  return event
}
