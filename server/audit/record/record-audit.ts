import type { ActorFacts, AuditFields, SubjectFacts } from '#drizzle/schema/index.ts'
import type { AuditAction } from '#shared/audit/audit.ts'
import type { AuditSubjectType } from '#shared/audit/audit-acts.ts'
import { actOf, type auditActs } from '#shared/audit/audit-acts.ts'
import type { ActFields, ActSubject } from '#shared/audit/audit-fields.ts'
import type { ServiceContext } from '../../service-context.ts'
import { saltFacts, signedContent } from './audit-row.ts'
import { canonicalJson, storable } from './canonical-json.ts'
import { createEventId } from './event-id.ts'
import { insertEvent } from './insert-event.ts'

/** What somebody did: `before` is null for what was made, `after` for what was removed. */
export type AuditEntry<Action extends AuditAction = AuditAction> = {
  [Each in Action]: {
    action: Each
    subject: AuditSubject<ActSubject<Each>> & Owned<Each>
    before?: ActFields<Each, 'before'> | null
    after?: ActFields<Each, 'after'> | null
  }
}[Action]

// Personal fields of what is no user are somebody's: erasing them takes the fields out.
type Owned<Action extends AuditAction> = (typeof auditActs)[Action] extends { personal: unknown }
  ? 'user' extends ActSubject<Action>
    ? unknown
    : { ownerId: string }
  : unknown

/** What is known of the actor, where they act from and when; `db` is the transaction of the act. */
export interface AuditContext
  extends Pick<
    ServiceContext,
    'db' | 'requestId' | 'clientAddress' | 'device' | 'now' | 'audit' | 'groupId'
  > {
  actor: {
    user: { id: string; name: string; email: string }
    impersonator: { id: string; name: string } | null
    key?: { id: string; name: string } | null
  } | null
}

/** What it was done to. Name and e-mail of a person are kept so that they can be erased. */
export interface AuditSubject<Type extends AuditSubjectType = AuditSubjectType> {
  type: Type
  id: string
  name?: string
  email?: string
  /** The user whose it is, where it is no user itself. */
  ownerId?: string
}

/**
 * Records an act; `ctx.db` is the transaction of the act, which must not happen when this throws. Only the fields that
 * differ are kept, values as JSON carries them. Passwords, tokens and hashes must not be given. Returns the row's id.
 */
export async function recordAudit(ctx: AuditContext, entry: AuditEntry): Promise<string> {
  const row = toRow(ctx, entry)
  await insertEvent(ctx.db, { ...row, ...ctx.audit.sign(signedContent(row)) })
  return row.id
}

function toRow(ctx: AuditContext, { action, ...entry }: AuditEntry) {
  const { name, email, type, id, ownerId } = storable<AuditSubject>(entry.subject)
  const changed = onlyChanged(storable(entry.before ?? null), storable(entry.after ?? null))
  const personal = type === 'user' || ownerId ? actOf(action).personal : undefined
  const [before, personalBefore] = splitPersonal(personal, changed.before)
  const [after, personalAfter] = splitPersonal(personal, changed.after)
  const actor = saltFacts(storable(actorFactsOf(ctx)))
  const subject = saltFacts(
    storable<SubjectFacts>({ name, email, before: personalBefore, after: personalAfter }),
  )
  return {
    id: createEventId(),
    at: ctx.now,
    action,
    actorId: ctx.actor?.user.id ?? null,
    impersonatorId: ctx.actor?.impersonator?.id ?? null,
    subjectType: type,
    subjectId: id,
    subjectOwnerId: ownerId ?? null,
    before,
    after,
    requestId: ctx.requestId,
    groupId: ctx.groupId ?? null,
    actorFacts: actor.facts,
    actorSalt: actor.salt,
    actorHash: actor.hash,
    subjectFacts: subject.facts,
    subjectSalt: subject.salt,
    subjectHash: subject.hash,
  }
}

const actorFactsOf = ({ actor, clientAddress, device }: AuditContext): ActorFacts => ({
  name: actor?.user.name,
  email: actor?.user.email,
  impersonator: actor?.impersonator?.name,
  key: actor?.key ? { id: actor.key.id, name: actor.key.name } : undefined,
  address: clientAddress,
  device: device ?? undefined,
})

// Both sides without the fields that stayed as they were.
function onlyChanged(before: AuditFields | null, after: AuditFields | null) {
  if (!before || !after) return { before, after }
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => canonicalJson(before[field]) !== canonicalJson(after[field]),
  )
  const pick = (fields: AuditFields) =>
    Object.fromEntries(changed.map((field) => [field, fields[field] ?? null]))
  return { before: pick(before), after: pick(after) }
}

function splitPersonal(
  names: readonly string[] | 'all' | undefined,
  fields: AuditFields | null,
): [AuditFields | null, AuditFields | undefined] {
  if (!fields || !names) return [fields, undefined]
  const split = (personal: boolean) =>
    Object.fromEntries(
      Object.entries(fields).filter(([field]) => (names === 'all' || names.includes(field)) === personal),
    )
  const personal = split(true)
  return [split(false), Object.keys(personal).length > 0 ? personal : undefined]
}
