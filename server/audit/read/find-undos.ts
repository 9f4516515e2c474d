import { and, desc, eq, inArray } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditAction } from '#shared/audit/audit.ts'
import { isGroupAction } from '#shared/audit/group-actions.ts'
import { isUndoable } from '#shared/audit/undoable-actions.ts'
import type { ServiceContext } from '../../service-context.ts'

/** By which row each of these was taken back, if it was: the first that did. */
export async function findUndos(
  { db }: ServiceContext,
  rows: readonly { id: string; action: AuditAction }[],
): Promise<Map<string, string>> {
  const ids = rows.filter(({ action }) => isUndoable(action) || isGroupAction(action)).map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const undos = await db
    .select({ id: auditEvent.id, of: auditEvent.subjectId })
    .from(auditEvent)
    .where(and(inArray(auditEvent.subjectId, ids), eq(auditEvent.action, 'audit.undo')))
    // The last one into the map is the first that was.
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
  return new Map(undos.map((undo) => [undo.of, undo.id]))
}
