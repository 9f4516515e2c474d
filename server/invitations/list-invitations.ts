import { and, count, desc, eq } from 'drizzle-orm'
import { invitation, user } from '#drizzle/schema/index.ts'
import type { Invitation, ListInvitationsInput } from '#shared/invitations.ts'
import type { Page } from '#shared/pagination.ts'
import { behindTime, pageOf } from '../database/page.ts'
import type { ServiceContext } from '../service-context.ts'
import { hasInvitationStatus, toInvitation } from './invitation-view.ts'

const order = { at: invitation.createdAt, id: invitation.id }

/** A page of invitations, the newest first. Throws BAD_REQUEST for a cursor that is not ours. */
export async function listInvitations(
  ctx: ServiceContext,
  input: ListInvitationsInput,
): Promise<Page<Invitation>> {
  const filter = input.status && hasInvitationStatus(input.status, ctx.now)
  const [rows, [counted]] = await Promise.all([
    ctx.db
      .select({ row: invitation, inviter: { id: user.id, name: user.name } })
      .from(invitation)
      .leftJoin(user, eq(user.id, invitation.invitedBy))
      .where(and(filter, behindTime(order, input.cursor)))
      .orderBy(desc(invitation.createdAt), desc(invitation.id))
      .limit(input.limit + 1),
    ctx.db.select({ total: count() }).from(invitation).where(filter),
  ])
  const page = pageOf(rows, input.limit, ({ row }) => [row.createdAt.toISOString(), row.id])
  return {
    ...page,
    items: page.items.map(({ row, inviter }) => toInvitation(row, inviter, ctx.now)),
    total: counted?.total ?? 0,
  }
}
