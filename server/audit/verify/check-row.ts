import type { AuditEventTable } from '#drizzle/schema/index.ts'
import type { AuditProblem } from '#shared/audit/audit.ts'
import type { AuditSigner } from '../../service-context.ts'
import { factsHash, signedContent } from '../record/audit-row.ts'
import { problemWith, unknownKey } from './audit-problem.ts'

/** What is wrong with what a row says, its place in the chain aside; null when it is as it was signed. */
export function checkRow(
  keys: AuditSigner,
  row: AuditEventTable,
  erased: ReadonlySet<string>,
): AuditProblem | null {
  const { keyId, mac, position, chain, ...content } = row
  const signed = keys.check(signedContent(content), { keyId, mac })
  if (signed === null) return unknownKey(row, keyId)
  if (!signed) {
    return problemWith(
      'altered',
      row,
      'is not as it was signed: a field was altered, or somebody without the key put it in.',
    )
  }
  return checkFacts(row, 'actor', erased) ?? checkFacts(row, 'subject', erased)
}

/** The people whose erasure would explain what is missing in the row's facts. */
export function missingPeople(row: AuditEventTable, side: 'actor' | 'subject' | 'both' = 'both'): string[] {
  const people = [
    ...(side !== 'subject' && row.actorFacts === null ? [row.actorId, row.impersonatorId] : []),
    ...(side !== 'actor' && row.subjectFacts === null
      ? [row.subjectType === 'user' ? row.subjectId : row.subjectOwnerId]
      : []),
  ]
  return people.filter((person) => person !== null)
}

function checkFacts(
  row: AuditEventTable,
  side: 'actor' | 'subject',
  erased: ReadonlySet<string>,
): AuditProblem | null {
  const { facts, salt, hash } =
    side === 'actor'
      ? { facts: row.actorFacts, salt: row.actorSalt, hash: row.actorHash }
      : { facts: row.subjectFacts, salt: row.subjectSalt, hash: row.subjectHash }
  if (facts !== null) {
    if (salt !== null && factsHash(facts, salt) === hash) return null
    return problemWith('altered', row, `is not as it was signed: what it tells of the ${side} was altered.`)
  }
  if (salt === null && missingPeople(row, side).some((person) => erased.has(person))) return null
  return problemWith(
    'erased',
    row,
    `has lost what it told of the ${side}, and no checkpoint says that it was erased.`,
  )
}
