import { and, eq, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { account, type UserTable, user as userTable } from '#drizzle/schema/index.ts'
import type { Acted } from '#shared/audit/audit.ts'
import type { UserIdInput, UserSummary } from '#shared/users.ts'
import { lookingAgain } from '../../database/unique-violation.ts'
import { AppError } from '../../errors.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { actOnUser } from '../guard/act-on-user.ts'
import { type ChangedUser, changeUser, toAnswer } from './change-user.ts'

/**
 * Brings a deleted user back with e-mail, provider accounts and role; their sessions stay ended. Throws NOT_FOUND;
 * FORBIDDEN when the actor has lost the right to; CONFLICT for a user who is not deleted, and when the e-mail or a
 * provider's account has been taken since.
 */
export async function restoreUser(ctx: ActorContext, { id }: UserIdInput): Promise<UserSummary & Acted> {
  return lookingAgain(() =>
    actOnUser(ctx, { id, permission: 'users.manage', deleted: 'must' }, async (inside, { user }) =>
      toAnswer(inside, await applyRestoration(inside, user)),
    ),
  )
}

/** Restores a user whose row the transaction holds; the caller has checked that it is allowed. */
export async function applyRestoration(ctx: ServiceContext, user: UserTable): Promise<ChangedUser> {
  const email = user.deletedEmail ?? user.email
  await refuseTakenEmail(ctx, user.id, email)
  await refuseTakenAccount(ctx, user.id)
  await ctx.db
    .update(account)
    .set({
      deletedAt: null,
      accountId: sql`coalesce(${account.deletedAccountId}, ${account.accountId})`,
      deletedAccountId: null,
    })
    .where(eq(account.userId, user.id))
  return changeUser(ctx, user, {
    action: 'user.restore',
    set: { deletedAt: null, deletedEmail: null, email },
    fields: ['deletedAt'],
  })
}

async function refuseTakenEmail({ db }: ServiceContext, id: string, email: string): Promise<void> {
  const taken = await db
    .select({ id: userTable.id })
    .from(userTable)
    .where(and(eq(userTable.email, email), ne(userTable.id, id)))
  if (taken.length === 0) return
  throw new AppError('CONFLICT', 'The e-mail address has been taken by another user since.', {
    reason: { kind: 'email-taken' },
  })
}

async function refuseTakenAccount({ db }: ServiceContext, id: string): Promise<void> {
  const holder = alias(account, 'holder')
  const [taken] = await db
    .select({ provider: account.providerId })
    .from(account)
    .innerJoin(
      holder,
      and(eq(holder.providerId, account.providerId), eq(holder.accountId, account.deletedAccountId)),
    )
    .where(and(eq(account.userId, id), ne(holder.userId, id)))
  if (!taken) return
  throw new AppError('CONFLICT', `The ${taken.provider} account has been taken by another user since.`, {
    reason: { kind: 'provider-taken', provider: taken.provider },
  })
}
