import type { SessionTable } from '#drizzle/schema/index.ts'
import type { SessionSummary } from '#shared/sessions.ts'
import { describeDevice } from '../devices/describe-device.ts'

/** What may be known of a session. Never its token. */
export function toSessionSummary(row: Omit<SessionTable, 'token'>): SessionSummary {
  return {
    id: row.id,
    device: describeDevice(row.userAgent),
    address: row.ipAddress || null,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }
}
