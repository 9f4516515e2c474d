import type { SessionTable } from '#drizzle/schema/index.ts'
import type { SessionSummary } from '#shared/sessions.ts'
import { describeDevice } from '../auth/sessions/describe-device.ts'

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

/** What the audit log keeps of a session that was ended; address and device are the person's, and can be erased. */
export function auditedSession({
  id,
  ipAddress,
  userAgent,
}: Pick<SessionTable, 'id' | 'ipAddress' | 'userAgent'>) {
  return { sessionId: id, address: ipAddress || null, device: userAgent?.slice(0, 300) || null }
}
