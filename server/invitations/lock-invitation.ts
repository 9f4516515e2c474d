import { eq } from 'drizzle-orm'
import { type InvitationTable, invitation } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'

/** The invitation, its row held until the transaction ends: after those of users, never before. Throws NOT_FOUND. */
export async function lockInvitation(tx: Database, id: string): Promise<InvitationTable> {
  const [found] = await tx.select().from(invitation).where(eq(invitation.id, id)).for('update')
  if (!found) throw new AppError('NOT_FOUND', 'There is no such invitation.')
  return found
}
