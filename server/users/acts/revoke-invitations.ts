import { and, asc, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm'
import { invitation } from '#drizzle/schema/index.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { ServiceContext } from '../../service-context.ts'

/**
 * Revokes the open invitations by which somebody could still get in, or let others in above the rank of a user: those
 * they sent and, with `own`, the one that was sent to them, or only that. An act that takes away the right to invite
 * calls it, or one that takes away the address it was sent to.
 */
export async function revokeInvitations(
  ctx: ServiceContext,
  { userId, own }: { userId: string; own: boolean | 'only' },
): Promise<void> {
  const toThem = eq(invitation.userId, userId)
  const sent = and(eq(invitation.invitedBy, userId), ne(invitation.role, 'user'))
  const open = await ctx.db
    .select({ id: invitation.id, name: invitation.name, email: invitation.email })
    .from(invitation)
    .where(
      and(
        own === 'only' ? toThem : own ? or(sent, toThem) : sent,
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
        gt(invitation.expiresAt, ctx.now),
      ),
    )
    .orderBy(asc(invitation.id))
    .for('update')
  if (open.length === 0) return
  const ids = open.map(({ id }) => id)
  await ctx.db.update(invitation).set({ revokedAt: ctx.now }).where(inArray(invitation.id, ids))
  for (const { id, name, email } of open) {
    await recordAudit(ctx, {
      action: 'invitation.revoke',
      subject: { type: 'user', id, name: name ?? undefined, email },
      before: { revokedAt: null },
      after: { revokedAt: ctx.now },
    })
  }
}
