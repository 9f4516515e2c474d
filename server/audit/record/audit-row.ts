import { createHash, randomBytes } from 'node:crypto'
import type { AuditEventTable } from '#drizzle/schema/index.ts'
import { canonicalJson } from './canonical-json.ts'

type Row = Omit<AuditEventTable, 'keyId' | 'mac' | 'position' | 'chain'>

/**
 * What a row's MAC covers: everything but the readable facts, whose salted hashes stand in for them. A row without a
 * group, or whose subject has no owner, is signed as if there were none, like the rows from before there were.
 */
export function signedContent(row: Row): string {
  const { actorFacts, actorSalt, subjectFacts, subjectSalt, groupId, subjectOwnerId, ...covered } = row
  return canonicalJson({
    ...covered,
    at: row.at.toISOString(),
    groupId: groupId ?? undefined,
    subjectOwnerId: subjectOwnerId ?? undefined,
  })
}

/** Facts with a salt of their own and the hash of both. */
export function saltFacts<Facts extends object>(facts: Facts) {
  const salt = randomBytes(16).toString('base64url')
  return { facts, salt, hash: factsHash(facts, salt) }
}

/** SHA-256 over the salt and the facts: nobody can guess at a name by it once both are gone. */
export function factsHash(facts: object, salt: string): string {
  return createHash('sha256')
    .update(`${salt}${canonicalJson(facts)}`)
    .digest('base64url')
}
