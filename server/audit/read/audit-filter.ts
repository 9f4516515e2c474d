import { and, eq, gte, ilike, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import { type AuditFilter, auditActions } from '#shared/audit/audit.ts'
import { containing } from '../../database/like.ts'

/** The order of the log. */
export const logOrder = { at: auditEvent.at, id: auditEvent.id }

/** The rows that the filter asks for. */
export function matchesFilter(filter: AuditFilter) {
  const { actions, entity, actorId, subjectId, toOthers, grouped, groupId, from, to, search } = filter
  return and(
    actions && inArray(auditEvent.action, actions),
    entity && inArray(auditEvent.action, actionsOf(entity)),
    actorId ? or(eq(auditEvent.actorId, actorId), eq(auditEvent.impersonatorId, actorId)) : undefined,
    subjectId ? eq(auditEvent.subjectId, subjectId) : undefined,
    toOthers ? or(differs, isNotNull(auditEvent.impersonatorId)) : undefined,
    grouped ? isNull(auditEvent.groupId) : undefined,
    groupId ? eq(auditEvent.groupId, groupId) : undefined,
    from ? gte(auditEvent.at, new Date(from)) : undefined,
    to ? lt(auditEvent.at, new Date(to)) : undefined,
    search ? matchesText(search) : undefined,
  )
}

const differs = sql`${auditEvent.actorId} is distinct from ${auditEvent.subjectId}`
const actionsOf = (entity: string) => auditActions.filter((action) => action.startsWith(`${entity}.`))

function matchesText(search: string): SQL | undefined {
  const pattern = containing(search)
  const { id, actorId, impersonatorId, requestId, subjectId, actorFacts, subjectFacts } = auditEvent
  const text = sql`concat_ws(' ',
    ${actorFacts}->>'name', ${actorFacts}->>'email', ${actorFacts}->>'impersonator', ${actorFacts}->>'address',
    ${subjectFacts}->>'name', ${subjectFacts}->>'email', ${subjectId})`
  return or(
    ...[id, actorId, impersonatorId, requestId].map((column) => eq(column, search)),
    ilike(text, pattern),
  )
}
