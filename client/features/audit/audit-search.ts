import type { AuditAction, AuditEntity, AuditFilter } from '#shared/audit/audit.ts'
import { dayBounds, dayParam } from '../../lib/navigation/day-param.ts'
import { choiceParam, keysOf, textParam } from '../../lib/navigation/search-params.ts'
import type { text } from '../../lib/text/text.ts'

const onlyOptions = ['failed', 'mine'] as const
// Somebody did not get in, or did not get what they asked for.
const failures: AuditAction[] = ['session.fail', 'account.lock', 'access.refuse']

/** What the address of the audit log says. Actions are told from others only once their words are loaded. */
export function validateAuditSearch(search: Record<string, unknown>) {
  return {
    search: textParam(search, 'search'),
    entity: textParam(search, 'entity'),
    action: textParam(search, 'action'),
    only: choiceParam(search, 'only', onlyOptions),
    actor: textParam(search, 'actor'),
    subject: textParam(search, 'subject'),
    from: dayParam(search, 'from'),
    to: dayParam(search, 'to'),
    view: textParam(search, 'view'),
  }
}
export type AuditSearch = Partial<ReturnType<typeof validateAuditSearch>>

/** The entity and the action that are asked for; unknown ones count as not given. */
export function readChoices(search: AuditSearch, words: typeof text.audit) {
  return {
    entity: choiceParam<AuditEntity>(search, 'entity', keysOf(words.entities)),
    action: choiceParam<AuditAction>(search, 'action', keysOf(words.actions)),
  }
}

/** The same question as the server takes it: both days are included. `me` is the reader's own id. */
export function toFilter(search: AuditSearch, words: typeof text.audit, me?: string): AuditFilter {
  const { entity, action } = readChoices(search, words)
  return {
    search: search.search,
    entity,
    actions: search.only === 'failed' ? failures : action && [action],
    actorId: search.only === 'mine' ? me : search.actor,
    subjectId: search.subject,
    ...dayBounds(search),
  }
}

/** Whether an act on many is one line: not for who looks for one act, or for what was done to somebody. */
export const isGrouped = ({ search, subject, action }: AuditSearch): boolean => !(search || subject || action)
