import { and, eq, isNull } from 'drizzle-orm'
import { type UserTable, user } from '#drizzle/schema/index.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'

/** The user with this e-mail, who is not deleted. Throws NOT_FOUND. */
export async function findUserByEmail(db: Database, email: string): Promise<UserTable> {
  const [found] = await db
    .select()
    .from(user)
    .where(and(eq(user.email, email), isNull(user.deletedAt)))
  if (!found) throw new AppError('NOT_FOUND', `There is no user with the e-mail ${email}.`)
  return found
}
