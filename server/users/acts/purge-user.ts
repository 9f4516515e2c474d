import { and, eq, lte } from 'drizzle-orm'
import { mail, type UserTable, user as userTable } from '#drizzle/schema/index.ts'
import type { UserIdInput } from '#shared/users.ts'
import { erasePerson } from '../../audit/erase-person.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import type { ActorContext, ServiceContext } from '../../service-context.ts'
import { isService } from '../../user-status/service-accounts.ts'
import { actOnUser } from '../guard/act-on-user.ts'

/**
 * Erases a deleted user for good, in the audit log too: what was done stays there, who they were does not. Throws
 * NOT_FOUND; FORBIDDEN when the actor has lost the right to; CONFLICT for a user who is not deleted.
 */
export function purgeUser(ctx: ActorContext, { id }: UserIdInput): Promise<{ id: string }> {
  return actOnUser(ctx, { id, permission: 'users.manage', deleted: 'must' }, async (inside, { user }) => {
    await applyPurge(inside, user)
    return { id }
  })
}

/** Erases a deleted user whose row the transaction holds; the caller has checked that it is allowed. */
export async function applyPurge(ctx: ServiceContext, user: UserTable): Promise<void> {
  const { id, role, createdAt, deletedAt, deletedEmail } = user
  // Without name and address, which this erases.
  await recordAudit(ctx, {
    action: 'user.purge',
    subject: { type: 'user', id },
    before: { role, createdAt, deletedAt },
    after: null,
  })
  if (deletedEmail && deletedAt) {
    // Later mails are for a person who has registered with the address since.
    await ctx.db.delete(mail).where(and(eq(mail.recipient, deletedEmail), lte(mail.createdAt, deletedAt)))
  }
  await ctx.product.erasePerson(ctx, id)
  await ctx.db.delete(userTable).where(eq(userTable.id, id))
  // Whoever asks later what a program did finds its name.
  if (!isService(user)) await erasePerson(ctx, id)
}
