import { and, count, desc, eq, lt, or, type SQL, sql } from 'drizzle-orm'
import { invitation, user } from '#drizzle/schema/index.ts'
import type { Invitation, ListInvitationsInput } from '#shared/invitations.ts'
import { decodeCursor, encodeCursor, type Page } from '#shared/pagination.ts'
import { AppError } from '../errors.ts'
import type { ServiceContext } from '../service-context.ts'
import { hasInvitationStatus, toInvitation } from './invitation-view.ts'

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
      .where(and(filter, input.cursor ? after(input.cursor) : undefined))
      .orderBy(desc(invitation.createdAt), desc(invitation.id))
      .limit(input.limit + 1),
    ctx.db.select({ total: count() }).from(invitation).where(filter),
  ])
  const items = rows.slice(0, input.limit).map(({ row, inviter }) => toInvitation(row, inviter, ctx.now))
  const last = rows.length > input.limit ? items.at(-1) : undefined
  return {
    items,
    nextCursor: last ? encodeCursor([last.createdAt, last.id]) : null,
    total: counted?.total ?? 0,
  }
}

function after(cursor: string): SQL | undefined {
  const [createdAt = '', id] = decodeCursor(cursor, 2) ?? []
  if (id === undefined || Number.isNaN(Date.parse(createdAt))) {
    throw new AppError(
      'BAD_REQUEST',
      'The cursor is not one that this list gave out. Start at the first page.',
    )
  }
  const bound = sql`${new Date(createdAt).toISOString()}::timestamptz`
  return or(lt(invitation.createdAt, bound), and(eq(invitation.createdAt, bound), lt(invitation.id, id)))
}
