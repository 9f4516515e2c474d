import { randomUUID } from 'node:crypto'
import { auditCheckpoint } from '#drizzle/schema/index.ts'
import type { AuditSigner } from '../../service-context.ts'
import { canonicalJson } from '../record/canonical-json.ts'
import type { AuditContext } from '../record/record-audit.ts'

type SignedCheckpoint = typeof auditCheckpoint.$inferSelect
type Checkpoint = Omit<SignedCheckpoint, 'keyId' | 'mac'>

/** Leaves a signed note of what was taken out of the log, in the transaction that takes it out. */
export async function leaveCheckpoint(
  ctx: Pick<AuditContext, 'db' | 'now' | 'audit'>,
  left: Pick<Checkpoint, 'kind' | 'rows'> & Partial<Pick<Checkpoint, 'position' | 'chain' | 'personId'>>,
): Promise<void> {
  const checkpoint: Checkpoint = {
    id: randomUUID(),
    at: ctx.now,
    position: null,
    chain: null,
    personId: null,
    ...left,
  }
  await ctx.db
    .insert(auditCheckpoint)
    .values({ ...checkpoint, ...ctx.audit.sign(checkpointContent(checkpoint)) })
}

/** Whether the checkpoint is one of ours; null when it was signed with a key that is not known. */
export function isSignedCheckpoint(keys: AuditSigner, { keyId, mac, ...checkpoint }: SignedCheckpoint) {
  return keys.check(checkpointContent(checkpoint), { keyId, mac })
}

const checkpointContent = (checkpoint: Checkpoint) =>
  canonicalJson(['checkpoint', { ...checkpoint, at: checkpoint.at.toISOString() }])
