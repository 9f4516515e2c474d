import { and, eq, getTableColumns, gt, or, sql } from 'drizzle-orm'
import { type ApiKeyTable, apiKey, type UserTable, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import { toSessionUser } from '../auth/sessions/session-user.ts'
import type { Database } from '../database/database.ts'
import type { AppError } from '../errors.ts'
import { type KeyProblem, keyRefused } from '../key-status/key-refusals.ts'
import { isKeySecret, keyHash } from '../key-status/key-secret.ts'
import { isWithin } from '../limits/networks.ts'
import type { Actor } from '../service-context.ts'
import { isService } from '../user-status/service-accounts.ts'
import { type Ban, banOf } from '../user-status/user-status.ts'

/** Who calls with a key. */
export interface FoundKey {
  actor: Actor | null
  /** The owner's ban. */
  banned: Ban | null
  /** Why the key does not work. */
  keyRefusal: AppError | null
}

/** Who calls with this key, from this address. Rejects with the driver's error. */
export type FindKey = (secret: string, caller: { address: string; now: Date }) => Promise<FoundKey>

const refused = (problem: KeyProblem): FoundKey => ({
  actor: null,
  banned: null,
  keyRefusal: keyRefused(problem),
})

/**
 * Finds the key and its owner as they are at the moment of the call, by one statement that is prepared by name; none for
 * what is not of the form of a key. So every replica knows at once of what was revoked, or its owner lost.
 */
export function prepareFindKey(db: Database): FindKey {
  const { hash, previousHash, previousUntil } = apiKey
  const given = sql.placeholder('hash')
  const statement = db
    .select({ key: getTableColumns(apiKey), owner: getTableColumns(user) })
    .from(apiKey)
    .innerJoin(user, eq(user.id, apiKey.userId))
    .where(or(eq(hash, given), and(eq(previousHash, given), gt(previousUntil, sql`statement_timestamp()`))))
    .prepare('find_api_key')

  return async (secret, { address, now }) => {
    if (!isKeySecret(secret)) return refused('form')
    const [found] = await statement.execute({ hash: keyHash(secret) })
    if (!found) return refused('unknown')
    const { key, owner } = found
    const problem = problemOf(key, owner, { address, now })
    if (problem) return refused(problem)
    return {
      actor: {
        user: toSessionUser({ ...owner, role: owner.role as Role }),
        session: null,
        impersonator: null,
        key: { id: key.id, name: key.name, permissions: key.permissions, expiresAt: key.expiresAt },
      },
      banned: banOf(owner, now),
      keyRefusal: null,
    }
  }
}

type Keeping = Pick<ApiKeyTable, 'revokedAt' | 'expiresAt' | 'addresses'>

/** Why a key does not work; null when it does. Without an address, whatever it is. */
export function problemOf(
  key: Keeping,
  owner: UserTable,
  { address, now }: { address?: string; now: Date },
): KeyProblem | null {
  if (key.revokedAt || owner.deletedAt) return 'unknown'
  if (key.expiresAt <= now) return 'expired'
  if (isService(owner) && banOf(owner, now)) return 'disabled'
  if (address === undefined || key.addresses.length === 0) return null
  return key.addresses.some((range) => isWithin(address, range)) ? null : 'address'
}
