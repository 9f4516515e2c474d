import { and, eq, sql } from 'drizzle-orm'
import { type InvitationTable, invitation, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import { requireFresh } from '../auth/sessions/require-fresh.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { ActorContext } from '../service-context.ts'
import { emailTaken } from '../users/acts/create-user.ts'
import { requireGrant } from '../users/guard/act-on-user.ts'
import { lockUsers } from '../users/guard/lock-users.ts'
import { createInvitationToken } from './invitation-tokens.ts'
import { hasInvitationStatus } from './invitation-view.ts'

export type InvitingContext = ActorContext & { mailer: Mailer }

/**
 * Opens the transaction of an act that lets somebody in with a role: the actor's row is held. Throws FORBIDDEN when the
 * actor may not give the role at this moment, and for a role above `user` without a fresh session.
 */
export function grantInTransaction<Result>(
  ctx: InvitingContext,
  role: Role,
  act: (ctx: InvitingContext) => Promise<Result>,
): Promise<Result> {
  if (role !== 'user') requireFresh(ctx)
  return ctx.db.transaction(async (tx) => {
    const users = await lockUsers(tx, { ids: [ctx.actor.user.id], admins: false, now: ctx.now })
    requireGrant(ctx, users, role)
    return act({ ...ctx, db: tx })
  })
}

/** Writes an invitation and mails its link. */
export async function sendInvitation(
  ctx: InvitingContext,
  values: Pick<InvitationTable, 'id' | 'email' | 'name' | 'role' | 'userId'> & { expiresInDays: number },
): Promise<InvitationTable> {
  const { expiresInDays, ...fields } = values
  const { token, tokenHash } = createInvitationToken()
  const expiresAt = inDays(ctx.now, expiresInDays)
  const [sent] = await ctx.db
    .insert(invitation)
    .values({
      ...fields,
      tokenHash,
      expiresAt,
      invitedBy: ctx.actor.user.id,
      createdAt: ctx.now,
      sentAt: ctx.now,
    })
    .returning()
  if (!sent) throw new Error('An invitation was not written.')
  await ctx.mailer.send('invitation', { to: sent.email, name: sent.name ?? '', token, expiresAt })
  return sent
}

export const inDays = (now: Date, days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000)

/**
 * Keeps an address to this transaction, and refuses it with CONFLICT when somebody has it or is invited by it; an
 * invitation that has run out or was revoked does not count.
 */
export async function reserveAddress(tx: Database, email: string, now: Date): Promise<void> {
  // So that two admins who invite somebody at the same moment send one link.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`invitation ${email}`}, 0))`)
  const taken = await tx.select({ id: user.id }).from(user).where(eq(user.email, email))
  if (taken.length > 0) throw emailTaken()
  const [invited] = await tx
    .select({ id: invitation.id })
    .from(invitation)
    .where(and(eq(invitation.email, email), hasInvitationStatus('open', now)))
  if (!invited) return
  const message = 'This address is invited already. Send the invitation again, or revoke it.'
  throw new AppError('CONFLICT', message, {
    reason: { kind: 'invited', invitationId: invited.id },
    fieldErrors: { email: [message] },
  })
}
