import { eq } from 'drizzle-orm'
import { type InvitationTable, invitation, user } from '#drizzle/schema/index.ts'
import type { AcceptInvitationInput } from '#shared/invitations.ts'
import { recordAudit } from '../audit/record/record-audit.ts'
import type { QueuedCaller } from '../auth/credentials/password-queue.ts'
import { hashPassword, refuseCommonPassword } from '../auth/credentials/passwords.ts'
import type { Database } from '../database/database.ts'
import { isUniqueViolation } from '../database/unique-violation.ts'
import { AppError, invalidField } from '../errors.ts'
import type { ServiceContext } from '../service-context.ts'
import { insertCredential, insertUser } from '../users/acts/create-user.ts'
import { lockUsers } from '../users/guard/lock-users.ts'
import { requireUsable } from './find-invitation.ts'
import { auditedInvitation, invalidInvitation } from './invitation-view.ts'
import { lockInvitation } from './lock-invitation.ts'
import { isUsable } from './usable-invitation.ts'

/**
 * Sets the invited person's password, and makes the user if there is none yet; the link verifies the address. Works
 * once. Throws NOT_FOUND, alike for every link that does not work; BAD_REQUEST for a common password, and without a name
 * where one is needed; SERVICE_UNAVAILABLE while too many wait for a hash.
 */
export async function acceptInvitation(
  ctx: ServiceContext & QueuedCaller,
  { token, name, password }: AcceptInvitationInput,
): Promise<{ id: string; email: string }> {
  refuseCommonPassword(password)
  const { row } = await requireUsable(ctx, token)
  const chosenName = name ?? row.name
  if (chosenName === null) throw invalidField('name', 'Required.')
  const passwordHash = await ctx.passwordQueue.enter(ctx.clientNetwork, () => hashPassword(password))
  return ctx.db
    .transaction(async (tx) => {
      await holdUsable(tx, row, ctx.now)
      const inside = { ...ctx, db: tx }
      await admit(inside, row, { name, chosenName, passwordHash })
      const set = { acceptedAt: ctx.now, userId: row.id }
      await tx.update(invitation).set(set).where(eq(invitation.id, row.id))
      await recordAudit(inside, {
        action: 'invitation.accept',
        subject: auditedInvitation({ ...row, name: chosenName }),
        before: { acceptedAt: null, name: row.name },
        after: { acceptedAt: ctx.now, name: chosenName, role: row.role },
      })
      return { id: row.id, email: row.email }
    })
    .catch((error) => {
      // Somebody registered with the address, or made a password, at the same moment.
      const taken = error instanceof AppError && error.code === 'CONFLICT'
      throw taken || isUniqueViolation(error) ? invalidInvitation() : error
    })
}

// Everything again under locks: who comes second finds the link used.
async function holdUsable(tx: Database, seen: InvitationTable, now: Date): Promise<void> {
  const ids = [seen.invitedBy, seen.userId].filter((id) => id !== null)
  const users = await lockUsers(tx, { ids, admins: false, now })
  const row = await lockInvitation(tx, seen.id)
  const same = row.tokenHash === seen.tokenHash && row.invitedBy === seen.invitedBy
  const people = {
    inviter: users.get(row.invitedBy ?? ''),
    invited: users.get(row.userId ?? ''),
  }
  if (!same || !(await isUsable(tx, row, people, now))) throw invalidInvitation()
}

async function admit(
  ctx: ServiceContext,
  { id, userId, email, role }: InvitationTable,
  given: { name: string | undefined; chosenName: string; passwordHash: string },
): Promise<void> {
  const { passwordHash } = given
  if (userId === null) {
    await insertUser(ctx, { id, name: given.chosenName, email, role, passwordHash })
    return
  }
  // Without a name of their own choosing they keep the one they have by now.
  await ctx.db.update(user).set({ emailVerified: true, name: given.name }).where(eq(user.id, userId))
  await insertCredential(ctx.db, { userId, passwordHash })
}
