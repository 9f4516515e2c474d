import { and, desc, eq, inArray } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { type MySecurityEventsInput, type SecurityEventPage, securityActions } from '#shared/security.ts'
import { behindTime, pageOf } from '../../database/page.ts'
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
        behindTime({ at: auditEvent.at, id: auditEvent.id }, input.cursor),
      ),
    )
    .orderBy(desc(auditEvent.at), desc(auditEvent.id))
    .limit(input.limit + 1)
  const page = pageOf(rows, input.limit, ({ at, id }) => [at.toISOString(), id])
  return { ...page, items: page.items.map((row) => toSecurityEvent(row, me)) }
}
