import { desc, eq, isNotNull } from 'drizzle-orm'
import { auditCheckpoint, auditEvent } from '#drizzle/schema/index.ts'
import type { AuditChainEnd } from '#shared/audit/audit.ts'
import type { Database } from '../../database/database.ts'
import type { AuditSigner } from '../../service-context.ts'
import { canonicalJson } from '../record/canonical-json.ts'

/** Where the chain of a new log begins. */
export const chainStart: AuditChainEnd = { position: 0, chain: '' }

/** The link of the row that follows: `KEY-ID.MAC` over the link before, the position and the row's own MAC. */
export function linkAfter(keys: AuditSigner, previous: AuditChainEnd, mac: string): AuditChainEnd {
  const signature = keys.sign(linkContent(previous, mac))
  return { position: previous.position + 1, chain: `${signature.keyId}.${signature.mac}` }
}

/** Whether `chain` is the link of the row that follows `previous`; null when it was made with a key that is not known. */
export function isLinkAfter(
  keys: AuditSigner,
  previous: AuditChainEnd,
  row: { mac: string; chain: string },
): boolean | null {
  const [keyId = '', mac = ''] = row.chain.split('.')
  return keys.check(linkContent(previous, row.mac), { keyId, mac })
}

const linkContent = ({ position, chain }: AuditChainEnd, mac: string) =>
  canonicalJson(['chain', chain, position + 1, mac])

/** Where the sealed rows end at the moment. */
export async function readChainEnd(db: Database): Promise<AuditChainEnd> {
  const [last] = await db
    .select({ position: auditEvent.position, chain: auditEvent.chain })
    .from(auditEvent)
    .where(isNotNull(auditEvent.position))
    .orderBy(desc(auditEvent.position))
    .limit(1)
  return toChainEnd(last) ?? (await readChainBeginning(db))
}

/** Where the rows that are kept begin: behind what was pruned last. */
export async function readChainBeginning(db: Database): Promise<AuditChainEnd> {
  const [newest] = await db
    .select({ position: auditCheckpoint.position, chain: auditCheckpoint.chain })
    .from(auditCheckpoint)
    .where(eq(auditCheckpoint.kind, 'prune'))
    .orderBy(desc(auditCheckpoint.position))
    .limit(1)
  return toChainEnd(newest) ?? chainStart
}

function toChainEnd(row: { position: number | null; chain: string | null } | undefined) {
  return row && row.position !== null && row.chain !== null
    ? { position: row.position, chain: row.chain }
    : null
}
