import { asc, gt } from 'drizzle-orm'
import { auditCheckpoint } from '#drizzle/schema/index.ts'
import type { AuditProblem } from '#shared/audit/audit.ts'
import type { AuditSigner } from '../../service-context.ts'
import { isSignedCheckpoint } from '../chain/checkpoints.ts'
import { problemWith, unknownKey } from './audit-problem.ts'
import type { AuditReader } from './check-chain.ts'

/** Looks through all checkpoints for one that nobody of ours signed; null when there is none. */
export async function findForgedCheckpoint(
  { db, audit }: AuditReader,
  batchSize: number,
): Promise<AuditProblem | null> {
  let last = ''
  for (;;) {
    const checkpoints = await db
      .select()
      .from(auditCheckpoint)
      .where(gt(auditCheckpoint.id, last))
      .orderBy(asc(auditCheckpoint.id))
      .limit(batchSize)
    for (const checkpoint of checkpoints) {
      const problem = checkCheckpoint(audit, checkpoint)
      if (problem) return problem
    }
    if (checkpoints.length < batchSize) return null
    last = checkpoints.at(-1)?.id ?? last
  }
}

function checkCheckpoint(
  keys: AuditSigner,
  checkpoint: typeof auditCheckpoint.$inferSelect,
): AuditProblem | null {
  const signed = isSignedCheckpoint(keys, checkpoint)
  if (signed) return null
  const { id, at, kind, keyId, position } = checkpoint
  const { message, ...problem } =
    signed === null
      ? unknownKey({ id, at, position }, keyId)
      : problemWith('checkpoint', { id, at, position }, 'is not as it was signed.')
  return { ...problem, message: `A checkpoint (${kind}): ${message}` }
}
