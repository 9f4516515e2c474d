import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { Invitation } from '#shared/invitations.ts'
import type { Database } from '../database/database.ts'

/** Who sent an invitation last; null once they are gone. */
export async function findInviter(db: Database, id: string | null): Promise<Invitation['invitedBy']> {
  if (id === null) return null
  const [found] = await db.select({ id: user.id, name: user.name }).from(user).where(eq(user.id, id))
  return found ?? null
}
