import { getTableColumns, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { type AuditEventTable, auditEvent } from '#drizzle/schema/index.ts'
import type { Database } from '../../database/database.ts'

export type NewAuditEvent = Omit<AuditEventTable, 'position' | 'chain'>

// Every act of an admin pays for this statement: it is built once and prepared by name, which halves what it costs.
const { position, chain, ...columns } = getTableColumns(auditEvent)
const names = Object.values(columns).map(({ name }) => sql.identifier(name))
const values = Object.keys(columns).map((key) => sql.placeholder(key))
const insert = new PgDialect().sqlToQuery(
  sql`insert into ${auditEvent} (${sql.join(names, sql`, `)}) values (${sql.join(values, sql`, `)})`,
)

/** Appends a row to the log. */
export async function insertEvent(db: Database, row: NewAuditEvent): Promise<void> {
  await db._.session.prepareQuery(insert, undefined, 'audit_event_insert', false).execute({
    ...row,
    at: row.at.toISOString(),
    before: toJson(row.before),
    after: toJson(row.after),
    actorFacts: toJson(row.actorFacts),
    subjectFacts: toJson(row.subjectFacts),
  })
}

const toJson = (value: unknown) => (value === null ? null : JSON.stringify(value))
