import type { ApiKeyTable } from '#drizzle/schema/index.ts'
import type { ApiKey } from '#shared/keys.ts'

/** A key as it is shown, without its hashes. */
export function toApiKey(row: ApiKeyTable, now: Date): ApiKey {
  const status = row.revokedAt ? 'revoked' : row.expiresAt <= now ? 'expired' : 'active'
  const { previousUntil } = row
  return {
    id: row.id,
    name: row.name,
    start: row.start,
    status,
    permissions: row.permissions,
    addresses: row.addresses,
    lifetimeDays: row.lifetimeDays,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    previousUntil:
      status === 'active' && previousUntil && previousUntil > now ? previousUntil.toISOString() : null,
  }
}

/** A key as the audit log names it. */
export const auditedKey = ({ id, name }: Pick<ApiKeyTable, 'id' | 'name'>) => ({ key: id, name })
