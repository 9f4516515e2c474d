import { and, eq } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { recordedText } from '#shared/audit/audit-fields.ts'
import { AppError } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'

/** An act on many: what was done to each, and by whom. Throws NOT_FOUND for a row that stands for none. */
export async function readGroup(
  { db }: ServiceContext,
  id: string,
): Promise<{ action: string | null; actorId: string | null }> {
  const [row] = await db
    .select({ after: auditEvent.after, actorId: auditEvent.actorId })
    .from(auditEvent)
    .where(and(eq(auditEvent.id, id), eq(auditEvent.action, 'user.bulk')))
  if (!row) throw new AppError('NOT_FOUND', 'The audit log has no such act on many.')
  return { action: recordedText('user.bulk', row.after, 'action'), actorId: row.actorId }
}
