import type { AuditAction, AuditEvent } from '#shared/audit/audit.ts'
import { recordedText } from '#shared/audit/audit-fields.ts'
import { isGroupAction } from '#shared/audit/group-actions.ts'
import { keysOf } from '../navigation/search-params.ts'
import { capitalized, count, shortenMiddle } from '../text/format.ts'
import { text } from '../text/text.ts'
import { wordFor } from '../text/word-for.ts'

const words = text.audit
const shortId = 13

/** What was done, as words; of one act on many, to how many. */
export function actionName({ action, after, group }: AuditEvent): string {
  const name = wordFor(words.actions, action)
  if (!group) return name
  const shown = count(group.acts, text.locale)
  if (action === 'audit.undo') return words.takenBackMany(words.acts(shown, group.acts))
  const many = words.many[recordedText('user.bulk', after, 'action') ?? '']
  return many?.(amountOf(action, group.acts)) ?? name
}

/** Whether it was taken back, and how much of an act on many; empty while it stands. */
export function undoneText({ group, undoneBy }: AuditEvent): string {
  if (!group || group.undone === group.acts) return undoneBy ? words.undone : ''
  const [undone, acts] = [group.undone, group.acts].map((amount) => count(amount, text.locale))
  return group.undone > 0 ? words.partlyUndone(undone ?? '', acts ?? '') : ''
}

const endings: readonly (string | null)[] = [
  'user.ban',
  'user.remove',
  'user.refuse',
  'user.setRole',
] satisfies AuditAction[]

/** Whether the act ends sessions, which no undo brings back. */
export const endsSessions = (action: string | null): boolean => endings.includes(action)

/** The actor, as words that stand by themselves or begin a sentence. */
export const actorName = (event: AuditEvent): string => event.actor?.name ?? capitalized(unnamedActor(event))

/** The actor, as words within a sentence. */
export const actorWithin = (event: AuditEvent): string => event.actor?.name ?? unnamedActor(event)

function unnamedActor({ actor, address, device, erased }: AuditEvent): string {
  if (actor) return erased ? words.unnamed.erased : shortenMiddle(actor.id, shortId)
  if (device === 'command line') return words.unnamed.commandLine
  // What the server does by itself comes from no address of a caller.
  return address === null || address === 'local' ? words.unnamed.server : words.unnamed.notSignedIn
}

/** What it was done to, as words. */
export function subjectName(event: AuditEvent): string {
  const { type, id, name, email } = event.subject
  if (name ?? email) return name ?? email ?? id
  if (isGroupAction(event.action)) return bulkChosen(event)
  switch (type) {
    case 'user':
      return named(event.erased ? words.erasedPerson : words.subjects.user, id)
    case 'setting':
      return wordFor(words.settings, id)
    case 'counter':
      return id === 'all' ? words.allCounters : counterName(id)
    case 'lockout':
      return lockName(id)
    case 'audit':
      return id === 'log' ? words.wholeLog : takenBackAct(event)
    case 'override':
      return `${words.subjects.override} ${overriddenValue(event) ?? shortenMiddle(id, shortId)}`
    case 'procedure':
      return keysOf(words.procedures).includes(id)
        ? (words.procedures[id] ?? id)
        : `${words.subjects[type]} ${id}`
    case 'policy':
      return `${words.subjects[type]} ${id}`
    default:
      return named(wordFor(words.subjects, type), id)
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

// How many were chosen; not to each of them something was done.
function bulkChosen({ action, after }: AuditEvent): string {
  return amountOf(action, Number(after?.people ?? after?.amount ?? 0))
}

function amountOf(action: AuditAction, amount: number): string {
  const of = action === 'feedback.bulk' ? words.messages : words.users
  return of(count(amount, text.locale), amount)
}

/** The act that a row of an undo took back, as words. */
function takenBackAct({ after, subject }: AuditEvent): string {
  const done = recordedText('audit.undo', after, 'action')
  return done ? words.actOf(wordFor(words.actions, done)) : named(words.subjects.audit, subject.id)
}

/** Whether somebody did it to themselves. */
export const isOwnAct = ({ actor, subject, impersonator }: AuditEvent): boolean =>
  actor !== null && actor.id === subject.id && impersonator === null
