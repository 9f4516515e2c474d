import { account, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles.ts'
import { generateId } from '../auth/generate-id.ts'
import { hashPassword, refuseCommonPassword } from '../auth/passwords.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'

export interface NewUser {
  name: string
  email: string
  password: string
  role: Role
}

/**
 * Makes a user whose address is taken as verified, with a password: for the first admin and the command line.
 * `password` is hashed before the transaction; throws CONFLICT when the e-mail is taken, BAD_REQUEST when the
 * password is a common one.
 */
export async function createUser(db: Database, input: NewUser): Promise<{ id: string }> {
  refuseCommonPassword(input.password)
  const password = await hashPassword(input.password)
  return db.transaction((tx) => insertUser(tx, { ...input, passwordHash: password }))
}

/** The same inside a transaction of the caller's, with a password that is hashed already. */
export async function insertUser(
  tx: Database,
  input: Omit<NewUser, 'password'> & { passwordHash: string },
): Promise<{ id: string }> {
  const id = generateId()
  const [created] = await tx
    .insert(user)
    .values({ id, name: input.name, email: input.email, role: input.role, emailVerified: true })
    .onConflictDoNothing({ target: user.email })
    .returning({ id: user.id })
  if (!created) {
    throw new AppError('CONFLICT', 'There is a user with this e-mail already.', {
      reason: { kind: 'email-taken' },
      fieldErrors: { email: ['There is a user with this e-mail already.'] },
    })
  }
  await tx.insert(account).values({
    id: generateId(),
    userId: id,
    accountId: id,
    providerId: 'credential',
    password: input.passwordHash,
  })
  return created
}
