import { account, type UserTable, user } from '#drizzle/schema/index.ts'
import type { Role } from '#shared/roles/roles.ts'
import { recordAudit } from '../../audit/record/record-audit.ts'
import { hashPassword, refuseCommonPassword } from '../../auth/credentials/passwords.ts'
import { generateId } from '../../auth/generate-id.ts'
import type { Database } from '../../database/database.ts'
import { AppError } from '../../errors.ts'
import type { ServiceContext } from '../../service-context.ts'
import { auditedUser } from './change-user.ts'

export interface NewUser {
  name: string
  email: string
  password: string
  role: Role
}

/**
 * Makes a user with a verified address and a password, for the command line. `password` is hashed before the
 * transaction; throws CONFLICT when the e-mail is taken, BAD_REQUEST when the password is a common one.
 */
export async function createUser(ctx: ServiceContext, input: NewUser): Promise<{ id: string }> {
  refuseCommonPassword(input.password)
  const passwordHash = await hashPassword(input.password)
  return ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx }
    const created = await insertUser(inside, { ...input, passwordHash })
    await recordCreation(inside, created)
    return { id: created.id }
  })
}

/** Makes such a user in the transaction `ctx.db`, with a password that is hashed already. */
export async function insertUser(
  ctx: ServiceContext,
  input: Omit<NewUser, 'password'> & { id?: string; passwordHash: string },
): Promise<UserTable> {
  const { id = generateId(), name, email, role } = input
  const created = await insertUserRow(ctx, { id, name, email, role, emailVerified: true })
  await insertCredential(ctx.db, { userId: id, passwordHash: input.passwordHash })
  return created
}

/**
 * Makes the row of a user, who cannot sign in yet, and what that sets off, in the transaction `ctx.db`. Throws CONFLICT
 * when the e-mail is taken.
 */
export async function insertUserRow(
  ctx: ServiceContext,
  values: Pick<UserTable, 'id' | 'name' | 'email' | 'role' | 'emailVerified'>,
): Promise<UserTable> {
  const [created] = await ctx.db
    .insert(user)
    .values(values)
    .onConflictDoNothing({ target: user.email })
    .returning()
  if (!created) throw emailTaken()
  await ctx.product.userCreated(ctx, created)
  return created
}

/** Gives a password to a user who has none. */
export async function insertCredential(
  tx: Database,
  { userId, passwordHash }: { userId: string; passwordHash: string },
): Promise<void> {
  await tx.insert(account).values({
    id: generateId(),
    userId,
    accountId: userId,
    providerId: 'credential',
    password: passwordHash,
  })
}

/** Records that a user was made. */
export async function recordCreation(ctx: ServiceContext, created: UserTable): Promise<void> {
  const { name, email, role } = created
  const subject = auditedUser(created)
  await recordAudit(ctx, { action: 'user.create', subject, before: null, after: { name, email, role } })
}

/** The answer to an e-mail address that somebody has. */
export const emailTaken = () =>
  new AppError('CONFLICT', 'There is a user with this e-mail already.', {
    reason: { kind: 'email-taken' },
    fieldErrors: { email: ['There is a user with this e-mail already.'] },
  })
