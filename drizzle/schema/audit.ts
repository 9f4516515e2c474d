import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, text, varchar } from 'drizzle-orm/pg-core'
import { createSelectSchema } from 'drizzle-zod'
import type { z } from 'zod'
import type { AuditAction } from '#shared/audit/audit.ts'
import type { AuditSubjectType } from '#shared/audit/audit-acts.ts'
import { instant } from './columns.ts'

/** The fields of an act that were changed, by name. */
export type AuditFields = Record<string, unknown>

/** Readable facts about the actor, which erasing the person takes away. */
export interface ActorFacts {
  name?: string
  email?: string
  /** The admin who acted as the actor. */
  impersonator?: string
  /** The key that a program of the actor's called with. */
  key?: { id: string; name: string }
  address?: string
  device?: string
}

/** Readable facts about the subject, which erasing the person takes away. */
export interface SubjectFacts {
  name?: string
  email?: string
  before?: AuditFields
  after?: AuditFields
}

/**
 * What was done, appended and never changed: triggers refuse it, but for the sealer, who sets `position` and `chain`
 * once, and for the functions that prune and erase. `mac` covers the fields and the salted hashes of the readable
 * facts; `chain` covers the row before as well.
 */
export const auditEvent = pgTable(
  'audit_event',
  {
    id: text('id').primaryKey(),
    at: instant('at').notNull(),
    action: text('action').$type<AuditAction>().notNull(),
    actorId: text('actor_id'),
    impersonatorId: text('impersonator_id'),
    subjectType: text('subject_type').$type<AuditSubjectType>().notNull(),
    subjectId: text('subject_id').notNull(),
    /** Whose it is, where the subject is no user and its facts are theirs. */
    subjectOwnerId: text('subject_owner_id'),
    before: jsonb('before').$type<AuditFields>(),
    after: jsonb('after').$type<AuditFields>(),
    requestId: varchar('request_id', { length: 64 }).notNull(),
    /** The row that stands for one act on many, of which this is the part done to one. */
    groupId: text('group_id'),
    actorFacts: jsonb('actor_facts').$type<ActorFacts>(),
    actorSalt: text('actor_salt'),
    actorHash: text('actor_hash').notNull(),
    subjectFacts: jsonb('subject_facts').$type<SubjectFacts>(),
    subjectSalt: text('subject_salt'),
    subjectHash: text('subject_hash').notNull(),
    keyId: text('key_id').notNull(),
    mac: text('mac').notNull(),
    position: bigint('position', { mode: 'number' }).unique(),
    chain: text('chain'),
  },
  (table) => [
    index('audit_event_at_id_index').on(table.at, table.id),
    index('audit_event_actor_id_index').on(table.actorId, table.at, table.id),
    index('audit_event_subject_id_index').on(table.subjectId, table.at, table.id),
    index('audit_event_action_index').on(table.action, table.at, table.id),
    index('audit_event_impersonator_id_index')
      .on(table.impersonatorId)
      .where(sql`impersonator_id is not null`),
    index('audit_event_group_id_index')
      .on(table.groupId, table.action, table.id)
      .where(sql`group_id is not null`),
    index('audit_event_subject_owner_id_index')
      .on(table.subjectOwnerId)
      .where(sql`subject_owner_id is not null`),
    index('audit_event_unsealed_index').on(table.at, table.id).where(sql`position is null`),
  ],
)

/** What prune and erase leave, signed: where the chain begins after a prune, or whose facts were erased. */
export const auditCheckpoint = pgTable('audit_checkpoint', {
  id: text('id').primaryKey(),
  at: instant('at').notNull(),
  kind: text('kind').$type<'prune' | 'erase'>().notNull(),
  /** The last position that was deleted, with its link of the chain. */
  position: bigint('position', { mode: 'number' }),
  chain: text('chain'),
  /** The person whose facts were erased. */
  personId: text('person_id'),
  /** How many rows it concerned. */
  rows: bigint('rows', { mode: 'number' }).notNull(),
  keyId: text('key_id').notNull(),
  mac: text('mac').notNull(),
})

export const selectAuditEventTableSchema = createSelectSchema(auditEvent)
export type AuditEventTable = z.infer<typeof selectAuditEventTableSchema>
export const selectAuditCheckpointTableSchema = createSelectSchema(auditCheckpoint)
export type AuditCheckpointTable = z.infer<typeof selectAuditCheckpointTableSchema>
