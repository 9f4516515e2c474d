import { and, asc, isNull, sql } from 'drizzle-orm'
import { type AuditEventTable, auditEvent } from '#drizzle/schema/index.ts'
import type { AuditProblem } from '#shared/audit/audit.ts'
import { type AuditReader, readErased } from './check-chain.ts'
import { checkRow } from './check-row.ts'

/** Checks what the rows say that wait for the sealer, the oldest first, and counts them. */
export async function checkUnsealed(
  ctx: AuditReader,
  { maxRows, batchSize }: { maxRows: number; batchSize: number },
): Promise<{ problem: AuditProblem | null; unsealed: number }> {
  let unsealed = 0
  let last: AuditEventTable | undefined
  while (unsealed < maxRows) {
    const rows = await readUnsealed(ctx, last, batchSize)
    const erased = await readErased(ctx, rows)
    for (const row of rows) {
      const problem = checkRow(ctx.audit, row, erased)
      if (problem) return { problem, unsealed }
      unsealed += 1
    }
    if (rows.length < batchSize) break
    last = rows.at(-1)
  }
  return { problem: null, unsealed }
}

function readUnsealed({ db }: AuditReader, last: AuditEventTable | undefined, limit: number) {
  const behind =
    last && sql`(${auditEvent.at}, ${auditEvent.id}) > (${last.at.toISOString()}::timestamptz, ${last.id})`
  return db
    .select()
    .from(auditEvent)
    .where(and(isNull(auditEvent.position), behind))
    .orderBy(asc(auditEvent.at), asc(auditEvent.id))
    .limit(limit)
}
