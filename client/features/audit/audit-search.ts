import type { AuditAction, AuditEntity, AuditFilter } from '#shared/audit/audit.ts'
import { choiceParam, keysOf, textParam } from '../../lib/navigation/search-params.ts'
import type { text } from '../../lib/text/text.ts'

/** What the address of the audit log says. Actions are told from others only once their words are loaded. */
export function validateAuditSearch(search: Record<string, unknown>) {
  return {
    search: textParam(search, 'search'),
    entity: textParam(search, 'entity'),
    action: textParam(search, 'action'),
    actor: textParam(search, 'actor'),
    subject: textParam(search, 'subject'),
    from: dayParam(search, 'from'),
    to: dayParam(search, 'to'),
  }
}
export type AuditSearch = Partial<ReturnType<typeof validateAuditSearch>>

const dayMs = 24 * 60 * 60 * 1000
const dayPattern = /^(19[789]|2\d\d)\d-\d\d-\d\d$/

function dayParam(search: Record<string, unknown>, name: string): string | undefined {
  const day = textParam(search, name)
  return day && dayPattern.test(day) && !Number.isNaN(startOf(day).getTime()) ? day : undefined
}

// A day begins where the reader is.
const startOf = (day: string) => new Date(`${day}T00:00:00`)

/** The entity and the action that are asked for; unknown ones count as not given. */
export function readChoices(search: AuditSearch, words: typeof text.audit) {
  return {
    entity: choiceParam<AuditEntity>(search, 'entity', keysOf(words.entities)),
    action: choiceParam<AuditAction>(search, 'action', keysOf(words.actions)),
  }
}

/** The same question as the server takes it: both days are included. */
export function toFilter(search: AuditSearch, words: typeof text.audit): AuditFilter {
  const { entity, action } = readChoices(search, words)
  // A little into the next day and back to its beginning, since not every day has 24 hours.
  const end = search.to ? new Date(startOf(search.to).getTime() + 1.2 * dayMs) : undefined
  end?.setHours(0, 0, 0, 0)
  return {
    search: search.search,
    entity,
    actions: action && [action],
    actorId: search.actor,
    subjectId: search.subject,
    from: search.from && startOf(search.from).toISOString(),
    to: end?.toISOString(),
  }
}
