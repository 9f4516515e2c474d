import { eq } from 'drizzle-orm'
import { type InvitationTable, invitation, user } from '#drizzle/schema/index.ts'
import type { FindInvitationInput, OpenInvitation } from '#shared/invitations.ts'
import type { Database } from '../database/database.ts'
import type { ServiceContext } from '../service-context.ts'
import { invitationTokenHash } from './invitation-tokens.ts'
import { invalidInvitation } from './invitation-view.ts'
import { type InvitationPeople, isUsable } from './usable-invitation.ts'

/** What the holder of a link is invited to. Throws NOT_FOUND, alike for every link that does not work. */
export async function findInvitation(
  ctx: ServiceContext,
  { token }: FindInvitationInput,
): Promise<OpenInvitation> {
  const { row, people } = await requireUsable(ctx, token)
  return {
    email: row.email,
    name: people.invited?.name ?? row.name,
    nameNeeded: row.name === null,
    role: row.role,
    invitedBy: people.inviter?.name ?? null,
    expiresAt: row.expiresAt.toISOString(),
  }
}

/** The invitation with this token and those it depends on, held by nobody. Throws as `findInvitation`. */
export async function requireUsable(
  { db, now }: ServiceContext,
  token: string,
): Promise<{ row: InvitationTable; people: InvitationPeople }> {
  const hash = invitationTokenHash(token)
  const [row] = await db.select().from(invitation).where(eq(invitation.tokenHash, hash))
  if (!row) throw invalidInvitation()
  const people = { inviter: await findById(db, row.invitedBy), invited: await findById(db, row.userId) }
  if (await isUsable(db, row, people, now)) return { row, people }
  throw invalidInvitation()
}

async function findById(db: Database, id: string | null) {
  if (id === null) return undefined
  const [found] = await db.select().from(user).where(eq(user.id, id))
  return found
}
