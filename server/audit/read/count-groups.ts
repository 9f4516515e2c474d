import { count, inArray, sql } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditEvent } from '#shared/audit/audit.ts'
import { recordedText } from '#shared/audit/audit-fields.ts'
import { isGroupAction } from '#shared/audit/group-actions.ts'
import type { ServiceContext } from '../../service-context.ts'
import { isUndone } from './is-undone.ts'

/** How many acts there are in the groups that some of the rows stand for, and how many of those were taken back. */
export async function countGroups(
  { db }: ServiceContext,
  rows: readonly Pick<AuditEvent, 'id' | 'action' | 'after'>[],
): Promise<Map<string, NonNullable<AuditEvent['group']>>> {
  const heads = rows.filter(({ action }) => isGroupAction(action) || action === 'audit.undo')
  if (heads.length === 0) return new Map()
  const ids = heads.map(({ id }) => id)
  const counted = await db
    .select({
      id: auditEvent.groupId,
      action: auditEvent.action,
      acts: count(),
      undone: sql<number>`count(*) filter (where ${isUndone})::int`,
    })
    .from(auditEvent)
    .where(inArray(auditEvent.groupId, ids))
    .groupBy(auditEvent.groupId, auditEvent.action)
  const none = { acts: 0, undone: 0 }
  return new Map(
    heads.flatMap((head) => {
      const part = isGroupAction(head.action) ? recordedText('user.bulk', head.after, 'action') : head.action
      const found = counted.find(({ id, action }) => id === head.id && action === part)
      if (!found && head.action === 'audit.undo') return []
      return [[head.id, { acts: found?.acts ?? none.acts, undone: found?.undone ?? none.undone }]]
    }),
  )
}
