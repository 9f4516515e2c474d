import { sql } from 'drizzle-orm'
import { leaveCheckpoint } from './chain/checkpoints.ts'
import { lockLog } from './chain/log-lock.ts'
import { type AuditContext, recordAudit } from './record/record-audit.ts'

/**
 * Takes out of the log what can be read about a person (name, e-mail, address, device, what was changed of them) and
 * returns of how many rows; what happened stays, and the log still verifies. `ctx.db` is the caller's transaction; what
 * else it records of the person comes before.
 */
export async function erasePerson(ctx: AuditContext, personId: string): Promise<number> {
  // First of all, so that it never waits for the sealer with rows in hand that the sealer waits for.
  await lockLog(ctx.db)
  const [erased] = await ctx.db
    .select({ rows: sql`rows`.mapWith(Number) })
    .from(sql`audit_erase(${personId}) as erased (rows)`)
  const rows = erased?.rows ?? 0
  await leaveCheckpoint(ctx, { kind: 'erase', personId, rows })
  await recordAudit(ctx, {
    action: 'audit.erase',
    subject: { type: 'user', id: personId },
    after: { rows },
  })
  return rows
}
