import type { AuditAction, AuditEvent } from '#shared/audit/audit.ts'
import type { ActField } from '#shared/audit/audit-fields.ts'
import { duration, exactTime, shortenMiddle, timeText } from '../text/format.ts'
import { text } from '../text/text.ts'
import { undoneText } from './audit-words.ts'
import { diffFields, type FieldChange, readValue } from './diff.ts'
import { readSums } from './read-sums.ts'

const words = text.audit.fields
type Words = Readonly<Record<string, string>>

// Values that are codes, by their field; some fields hold codes only with one action.
const codes: Record<string, Words> = {
  role: text.common.roles,
  effect: text.overrides.effects,
  target: text.overrides.targets,
  method: words.methods,
  refusal: words.signInRefusals,
  status: text.common.statuses,
  provider: text.connections.providers,
  permission: text.permissions.of,
  sort: words.sorts,
  direction: words.directions,
  'filter.entity': text.audit.entities,
  'filter.actions': text.audit.actions,
}
const codesOf: { [Action in AuditAction]?: { [Field in ActField<Action>]?: Words } } = {
  'access.refuse': { reason: words.refusals },
  'audit.undo': { action: text.audit.actions },
  'user.bulk': { action: text.audit.actions },
  'feedback.set': { status: words.feedbackStatuses },
  'feedback.bulk': { action: text.audit.actions, status: words.feedbackStatuses },
  'setting.set': { value: text.settings.signUp },
  'subscription.begin': { status: words.subscriptionStatuses },
  'subscription.change': { status: words.subscriptionStatuses },
  'subscription.end': { status: words.subscriptionStatuses },
}

// What was recorded may be any text, `constructor` too.
const wordOf = <Value>(
  table: Readonly<Record<string, Value | undefined>> | undefined,
  key: string,
): Value | undefined => (table && Object.hasOwn(table, key) ? table[key] : undefined)

/** The name of a field that an act changed; its path when it has no name. */
export function fieldName(path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1)
  return wordOf(words.names, path) ?? wordOf(words.names, last) ?? path
}

/** A value as it is read; null when there is none. Times are exact. */
export function fieldValue(path: string, value: unknown, action?: AuditAction): string | null {
  const read = readValue(value)
  if (read.kind === 'none') return null
  if (read.kind === 'flag') return read.on ? text.components.diff.yes : text.components.diff.no
  if (read.kind === 'time') return exactTime(new Date(read.text), text.locale)
  if (path === 'windowMs' && typeof value === 'number') return duration(value / 1000)
  const codesOfPath = (action && wordOf<Words>(codesOf[action], path)) ?? wordOf(codes, path)
  const word = (code: string) => wordOf(codesOfPath, code) ?? code
  return codesOfPath && Array.isArray(value) ? value.map(String).map(word).join(', ') : word(read.text)
}

// What the title, the time and the subject of a row say already, or what says nothing to a reader.
const unsaid = new Set(
  'acceptedAt action amount people bannedAt createdAt deletedAt device direction lot passkey permission previousCount resumed revokedAt sentAt sessionId sort subject totalCapped'.split(
    ' ',
  ),
)
const saidBySubject = new Set(['name', 'email'])
const withoutSummary = new Set<AuditAction>(['user.unban', 'user.restore', 'user.approve', 'audit.undo'])
const first = ['sum', 'value', 'role', 'limit', 'effect', 'banReason', 'reason', 'bannedUntil']
const shownChanges = 3

/** What a row changed, and whether it was taken back, in one line. */
export const rowSummary = (event: AuditEvent): string =>
  [undoneText(event), changeSummary(event)].filter(Boolean).join(' · ')

/** What a row changed, in one line; empty when its title and its subject say everything. */
export function changeSummary(event: AuditEvent): string {
  const { action, after } = event
  if (withoutSummary.has(action)) return ''
  const sides = readSums(event)
  const rank = ({ path }: FieldChange) => (first.includes(path) ? first.indexOf(path) : first.length)
  return diffFields(sides.before, sides.after)
    .filter(({ path }) => !unsaid.has(path))
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((change) => changeText(change, action, after === null) ?? [])
    .slice(0, shownChanges)
    .join(' · ')
}

function changeText({ path, before, after }: FieldChange, action: AuditAction, removed: boolean) {
  const [from, to] = [before, after].map((value) => shortValue(path, value, action))
  if (from && to) return text.audit.changed(fieldName(path), from, to)
  const value = removed ? from : to
  return value && !saidBySubject.has(path) ? text.audit.field(fieldName(path), value) : null
}

function shortValue(path: string, value: unknown, action: AuditAction): string | null {
  const read = readValue(value)
  if (read.kind === 'time') {
    return timeText(new Date(read.text), 'day', text.locale)
  }
  const whole = fieldValue(path, value, action)
  return whole && shortenMiddle(whole, 48)
}
