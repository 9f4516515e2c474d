import type { AuditEvent } from '#shared/audit/audit.ts'
import { recordedText } from '#shared/audit/audit-fields.ts'
import { keysOf } from '../navigation/search-params.ts'
import { shortenMiddle } from '../text/format.ts'
import { text } from '../text/text.ts'

const words = text.audit
const shortId = 13

/** The actor, as words. */
export function actorName({ actor, address, device, erased }: AuditEvent): string {
  if (actor) return actor.name ?? (erased ? words.erased : shortenMiddle(actor.id, shortId))
  if (device === 'command line') return words.commandLine
  // What the server does by itself comes from no address of a caller.
  return address === null || address === 'local' ? words.server : words.notSignedIn
}

/** What it was done to, as words. */
export function subjectName(event: AuditEvent): string {
  const { type, id, name, email } = event.subject
  if (name ?? email) return name ?? email ?? id
  switch (type) {
    case 'user':
      return named(event.erased ? words.erasedPerson : words.subjects.user, id)
    case 'setting':
      return keysOf(words.settings).includes(id) ? (words.settings[id] ?? id) : id
    case 'counter':
      return id === 'all' ? words.allCounters : counterName(id)
    case 'lockout':
      return lockName(id)
    case 'audit':
      return id === 'log' ? words.wholeLog : takenBackAct(event)
    case 'override':
      return `${words.subjects.override} ${overriddenValue(event) ?? shortenMiddle(id, shortId)}`
    case 'policy':
    case 'procedure':
      return `${words.subjects[type]} ${id}`
    default:
      return named(words.subjects[type], id)
  }
}

const named = (what: string, id: string) => `${what} ${shortenMiddle(id, shortId)}`

// `sign-in/ip:203.0.113.7`: which counter stands before the colon, and only whose it is may be long.
function counterName(id: string): string {
  const colon = id.indexOf(':')
  const [counter, whose] = [id.slice(0, colon + 1), id.slice(colon + 1)]
  return `${words.subjects.counter} ${counter}${shortenMiddle(whose, 24)}`
}

// What an override is for is in the rows that made or removed it.
function overriddenValue({ before, after }: AuditEvent): string | null {
  const value = recordedText('override.set', after, 'value') ?? recordedText('override.set', before, 'value')
  return value === null ? null : shortenMiddle(value, 24)
}

// `account:<hash>`, `device:<hash>:<browser>` or `codes:<hash>`; older rows may hold a user's id.
function lockName(id: string): string {
  const [kind, hash = id] = id.split(':')
  const found = keysOf(words.locks).find((each) => each === kind)
  return named(found ? words.locks[found] : words.subjects.lockout, hash)
}

/** The act that a row of an undo took back, as words. */
function takenBackAct({ after, subject }: AuditEvent): string {
  const done = recordedText('audit.undo', after, 'action')
  const action = keysOf(words.actions).find((each) => each === done)
  return action ? words.actOf(words.actions[action]) : named(words.subjects.audit, subject.id)
}

/** Whether somebody did it to themselves. */
export const isOwnAct = ({ actor, subject, impersonator }: AuditEvent): boolean =>
  actor !== null && actor.id === subject.id && impersonator === null
