import { and, eq, inArray } from 'drizzle-orm'
import { type AuditEventTable, auditCheckpoint } from '#drizzle/schema/index.ts'
import type { AuditChainEnd, AuditProblem } from '#shared/audit/audit.ts'
import type { Database } from '../../database/database.ts'
import type { AuditSigner } from '../../service-context.ts'
import { isLinkAfter } from '../chain/chain.ts'
import { isSignedCheckpoint } from '../chain/checkpoints.ts'
import { problemWith, unknownKey } from './audit-problem.ts'
import { checkRow, missingPeople } from './check-row.ts'

export interface AuditReader {
  db: Database
  audit: AuditSigner
}

/** Whether sealed rows follow `previous` one by one, each as it was signed; where that ends, and why. */
export async function checkChain(
  { db, audit }: AuditReader,
  previous: AuditChainEnd,
  rows: readonly AuditEventTable[],
): Promise<{ end: AuditChainEnd; problem: AuditProblem | null }> {
  // Read after the rows: an erasure leaves its checkpoint in the same transaction.
  const erased = await readErased({ db, audit }, rows)
  let end = previous
  for (const row of rows) {
    const problem = checkPlace(audit, end, row) ?? checkRow(audit, row, erased)
    if (problem) return { end, problem }
    end = { position: end.position + 1, chain: row.chain ?? '' }
  }
  return { end, problem: null }
}

/** Those of the people missing in the rows of whom a signed checkpoint says that they were erased. */
export async function readErased(
  { db, audit }: AuditReader,
  rows: readonly AuditEventTable[],
): Promise<ReadonlySet<string>> {
  const people = [...new Set(rows.flatMap((row) => missingPeople(row)))]
  if (people.length === 0) return new Set()
  const checkpoints = await db
    .select()
    .from(auditCheckpoint)
    .where(and(eq(auditCheckpoint.kind, 'erase'), inArray(auditCheckpoint.personId, people)))
  return new Set(
    checkpoints
      .filter((checkpoint) => isSignedCheckpoint(audit, checkpoint))
      .flatMap(({ personId }) => personId ?? []),
  )
}

function checkPlace(keys: AuditSigner, previous: AuditChainEnd, row: AuditEventTable): AuditProblem | null {
  const expected = previous.position + 1
  const chain = row.chain ?? ''
  const linked = row.position === expected && isLinkAfter(keys, previous, { mac: row.mac, chain })
  if (linked) return null
  // A row that nobody signed cannot have been here before; a signed one was moved, or others around it were.
  const content = checkRow(keys, row, new Set())
  if (content?.kind === 'altered') return problemWith('added', row, 'was put in by somebody without the key.')
  if (row.position !== expected) return missingBefore(row, expected)
  if (linked === null) return unknownKey(row, chain.split('.')[0] ?? '')
  return problemWith(
    'unlinked',
    row,
    'is not where it was sealed: it was moved, or rows before it were taken out, put in or exchanged.',
  )
}

function missingBefore(row: AuditEventTable, expected: number): AuditProblem {
  const last = (row.position ?? 0) - 1
  const which = last > expected ? `The rows ${expected} to ${last} are` : `Row ${expected} is`
  return {
    kind: 'missing',
    position: expected,
    id: null,
    at: null,
    message: `${which} missing before the row ${row.id} of ${row.at.toISOString()}.`,
  }
}
