import { asc, gt, lte } from 'drizzle-orm'
import { auditEvent } from '#drizzle/schema/index.ts'
import type { AuditChainEnd, AuditHead, AuditProblem, AuditVerification } from '#shared/audit/audit.ts'
import { checkHead } from '../chain/audit-head.ts'
import { readChainBeginning } from '../chain/chain.ts'
import { problemWith } from './audit-problem.ts'
import { type AuditReader, checkChain } from './check-chain.ts'
import { findForgedCheckpoint } from './check-checkpoints.ts'
import { checkUnsealed } from './check-unsealed.ts'

export interface VerifyAuditOptions {
  /** Where an earlier call ended; left out, the log is read from where it begins. */
  after?: AuditChainEnd
  /** About how many rows are read at most; all unless given. */
  maxRows?: number
  /** A head that was kept elsewhere: the log must still hold what it held then. */
  head?: AuditHead
  /** How many rows are in memory at a time; 1,000 unless given. */
  batchSize?: number
}

/**
 * Reads the log from its beginning and names the first row that was altered, put in, moved or taken out. It may run
 * beside those who write, seal, prune and erase.
 */
export async function verifyAudit(
  ctx: AuditReader,
  input: VerifyAuditOptions = {},
): Promise<AuditVerification> {
  const { after, maxRows = Number.POSITIVE_INFINITY, head, batchSize = 1000 } = input
  const beginning = await readChainBeginning(ctx.db)
  let problem = after
    ? null
    : ((await findForgedCheckpoint(ctx, batchSize)) ?? (await findStray(ctx, beginning)))
  let end = after && after.position > beginning.position ? after : beginning
  let [sealed, unsealed] = [0, 0]

  while (!problem) {
    if (sealed >= maxRows) return { problem, sealed, unsealed, next: end }
    const step = await checkBatch(ctx, end, batchSize)
    sealed += step.checked
    end = step.end
    problem = step.problem
    if (step.last) break
  }
  if (!problem) ({ problem, unsealed } = await checkUnsealed(ctx, { maxRows, batchSize }))
  if (!problem && head) problem = await checkHead(ctx, head)
  return { problem, sealed, unsealed, next: null }
}

async function checkBatch(ctx: AuditReader, previous: AuditChainEnd, size: number) {
  const rows = await ctx.db
    .select()
    .from(auditEvent)
    .where(gt(auditEvent.position, previous.position))
    .orderBy(asc(auditEvent.position))
    .limit(size)
  const { end, problem } = await checkChain(ctx, previous, rows)
  const checked = end.position - previous.position
  if (problem?.kind === 'missing') {
    // Rows that were pruned while this was running are not missing.
    const beginning = await readChainBeginning(ctx.db)
    if (beginning.position > end.position) return { checked, end: beginning, problem: null, last: false }
  }
  return { checked, end, problem, last: rows.length < size }
}

// What a prune has deleted cannot be there again, nor can there be a row before the first.
async function findStray(ctx: AuditReader, beginning: AuditChainEnd): Promise<AuditProblem | null> {
  const [row] = await ctx.db
    .select()
    .from(auditEvent)
    .where(lte(auditEvent.position, beginning.position))
    .orderBy(asc(auditEvent.position))
    .limit(1)
  return row ? problemWith('added', row, 'stands before the beginning of the log.') : null
}
