import { asc } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import type { UserStatus } from '#shared/users.ts'
import type { Database } from '../../database/database.ts'
import { isPerson } from '../../user-status/service-accounts.ts'
import { statusOf } from '../../user-status/user-status.ts'

export interface UserLine {
  id: string
  name: string
  email: string
  role: Role
  status: UserStatus
}

/** Every user, the oldest first, for the command line, which has no pages. */
export async function listAllUsers(db: Database): Promise<UserLine[]> {
  const rows = await db.select().from(user).where(isPerson()).orderBy(asc(user.createdAt), asc(user.id))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.deletedEmail ?? row.email,
    role: row.role,
    status: statusOf(row, new Date()),
  }))
}
