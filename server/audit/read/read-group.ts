import { and, eq, inArray } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { recordedText } from '#shared/audit/audit-fields.ts'
import { type GroupAction, groupActionNames } from '#shared/audit/group-actions.ts'
import { AppError } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'

/** An act on many: its row's action, what was done to each, and by whom. Throws NOT_FOUND for a row that stands for none. */
export async function readGroup(
  { db }: ServiceContext,
  id: string,
): Promise<{ head: GroupAction; action: string | null; actorId: string | null }> {
  const [row] = await db
    .select({ head: auditEvent.action, after: auditEvent.after, actorId: auditEvent.actorId })
    .from(auditEvent)
    .where(and(eq(auditEvent.id, id), inArray(auditEvent.action, groupActionNames)))
  if (!row) throw new AppError('NOT_FOUND', 'The audit log has no such act on many.')
  const action = recordedText('user.bulk', row.after, 'action')
  return { head: row.head as GroupAction, action, actorId: row.actorId }
}
