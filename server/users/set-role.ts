import { eq } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles.ts'
import type { Database } from '../database/database.ts'
import { keepAnAdmin } from './admin-guard.ts'
import { findUserByEmail } from './find-user.ts'
import { endSessions } from './soft-delete.ts'

/**
 * Gives a user another role and ends their sessions; returns the role before. For who runs the server: no rank
 * is asked. Throws NOT_FOUND, and FORBIDDEN when it would leave no admin.
 */
export async function setRole(db: Database, input: { email: string; role: Role }): Promise<Role> {
  return db.transaction(async (tx) => {
    const found = await findUserByEmail(tx, input.email)
    if (input.role !== 'admin') await keepAnAdmin(tx, found.id)
    await tx.update(user).set({ role: input.role }).where(eq(user.id, found.id))
    await endSessions({ db: tx }, found.id)
    return found.role
  })
}
