import { asc, isNotNull, sql } from 'drizzle-orm'
import { type AuditEventTable, auditEvent } from '#drizzle/schema/index.ts'
import { readChainBeginning } from './chain/chain.ts'
import { leaveCheckpoint } from './chain/checkpoints.ts'
import { tryLockLog } from './chain/log-lock.ts'
import { type AuditContext, recordAudit } from './record/record-audit.ts'
import { checkChain } from './verify/check-chain.ts'

const batchSize = 2000
const dayMs = 24 * 60 * 60 * 1000

/**
 * Deletes the sealed rows of the days before `retentionDays` (null: none ever) and returns how many. Each batch leaves
 * a signed checkpoint and a row of its own. Throws when the rows to delete are not as they were signed: what was
 * tampered with must not go with the old.
 */
export async function pruneAudit(
  ctx: Omit<AuditContext, 'actor'>,
  retentionDays: number | null,
): Promise<number> {
  if (retentionDays === null) return 0
  // Whole days, so that the log does not tell each minute that a few rows have become too old.
  const cutoff = new Date(Math.floor(ctx.now.getTime() / dayMs - retentionDays) * dayMs)
  let pruned = 0
  for (;;) {
    const batch = await ctx.db.transaction((tx) => pruneBatch({ ...ctx, actor: null, db: tx }, cutoff))
    pruned += batch
    if (batch < batchSize) return pruned
  }
}

async function pruneBatch(ctx: AuditContext, cutoff: Date): Promise<number> {
  const oldest = await readOldest(ctx, 1)
  if (!oldest.some(({ at }) => at < cutoff) || !(await tryLockLog(ctx.db))) return 0
  const beginning = await readChainBeginning(ctx.db)
  const rows = await readOldest(ctx, batchSize)
  // A row that was sealed late, or whose server's clock ran ahead, waits until all before it are old as well.
  const kept = rows.findIndex(({ at }) => at >= cutoff)
  const { end, problem } = await checkChain(ctx, beginning, kept === -1 ? rows : rows.slice(0, kept))
  if (problem) {
    throw new Error(`Old rows of the audit log are kept, since it is broken. ${problem.message}`)
  }
  const count = end.position - beginning.position
  if (count === 0) return 0
  await ctx.db.execute(sql`select audit_prune(${end.position})`)
  await leaveCheckpoint(ctx, { kind: 'prune', ...end, rows: count })
  await recordAudit(ctx, {
    action: 'audit.prune',
    subject: { type: 'audit', id: 'log' },
    after: { position: end.position, rows: count, before: cutoff },
  })
  return count
}

const readOldest = ({ db }: AuditContext, limit: number): Promise<AuditEventTable[]> =>
  db
    .select()
    .from(auditEvent)
    .where(isNotNull(auditEvent.position))
    .orderBy(asc(auditEvent.position))
    .limit(limit)
