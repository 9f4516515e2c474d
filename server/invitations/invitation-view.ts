import { and, gt, isNotNull, isNull, lte, type SQL } from 'drizzle-orm'
import { type InvitationTable, invitation } from '#drizzle/schema/index.ts'
import type { Invitation, InvitationStatus } from '#shared/invitations.ts'
import type { AuditSubject } from '../audit/record/record-audit.ts'
import { AppError } from '../errors.ts'

/** An invitation as a list shows it: without what its link is known by. */
export function toInvitation(
  row: InvitationTable,
  invitedBy: Invitation['invitedBy'],
  now: Date,
): Invitation {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    status: invitationStatus(row, now),
    userId: row.userId,
    invitedBy,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}

/** What an invitation is at this moment. */
export function invitationStatus(row: InvitationTable, now: Date): InvitationStatus {
  if (row.acceptedAt) return 'accepted'
  if (row.revokedAt) return 'revoked'
  return row.expiresAt > now ? 'open' : 'expired'
}

/** The same decision in SQL. */
export function hasInvitationStatus(status: InvitationStatus, now: Date): SQL | undefined {
  if (status === 'accepted') return isNotNull(invitation.acceptedAt)
  if (status === 'revoked') return and(isNull(invitation.acceptedAt), isNotNull(invitation.revokedAt))
  const undecided = and(isNull(invitation.acceptedAt), isNull(invitation.revokedAt))
  return and(undecided, status === 'open' ? gt(invitation.expiresAt, now) : lte(invitation.expiresAt, now))
}

/**
 * An invitation as the audit log names it: by the person, whose id it has before there is a user, so that purging the
 * user erases this as well.
 */
export const auditedInvitation = ({
  id,
  name,
  email,
}: Pick<InvitationTable, 'id' | 'name' | 'email'>): AuditSubject<'user'> => ({
  type: 'user',
  id,
  name: name ?? undefined,
  email,
})

/** The one answer to every link that does not work, so that trying links tells nothing. */
export const invalidInvitation = () =>
  new AppError('NOT_FOUND', 'This invitation does not work any more. Ask for a new one.', {
    reason: { kind: 'invitation' },
  })
