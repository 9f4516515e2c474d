import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { decodeCursor, encodeCursor } from '#shared/pagination.ts'
import { type MySecurityEventsInput, type SecurityEventPage, securityActions } from '#shared/security.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext } from '../../service-context.ts'
import { toSecurityEvent } from './security-event.ts'

/**
 * A page of what happened to the actor's own account, newest first. Throws BAD_REQUEST for a cursor that is not ours.
 */
export async function listMyEvents(
  { db, actor }: ActorContext,
  input: MySecurityEventsInput,
): Promise<SecurityEventPage> {
  const me = actor.user.id
  const rows = await db
    .select()
    .from(auditEvent)
    .where(
      and(
        eq(auditEvent.subjectId, me),
        eq(auditEvent.subjectType, 'user'),
        inArray(auditEvent.action, securityActions),
        input.cursor ? before(input.cursor) : undefined,
      ),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(input.limit + 1)
  const page = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? page.at(-1) : undefined
  return {
    items: page.map((row) => toSecurityEvent(row, me)),
    nextCursor: last ? encodeCursor([last.at.toISOString(), last.id]) : null,
  }
}

function before(cursor: string) {
  const [at = '', id] = decodeCursor(cursor, 2) ?? []
  if (id === undefined || Number.isNaN(Date.parse(at))) {
    throw new AppError(
      'BAD_REQUEST',
      'The cursor is not one that this list gave out. Start at the first page.',
    )
  }
  return sql`(${auditEvent.at}, ${auditEvent.id}) < (${new Date(at).toISOString()}::timestamptz, ${id})`
}
