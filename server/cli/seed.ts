import { parseArgs } from 'node:util'
import { count } from 'drizzle-orm'
import { user } from '#drizzle/schema/index.ts'
import { seedUsers } from '../users/seed-users.ts'
import { runCommand, UsageError } from './run-command.ts'

const usage = `Usage:
  npm run seed -- --users 1000            fills an empty database with demo users, who cannot sign in
  npm run seed -- --users 1000 --append   adds them to a database that has users already`

function parseCommand() {
  try {
    const { values } = parseArgs({ options: { users: { type: 'string' }, append: { type: 'boolean' } } })
    return { users: Number(values.users ?? 100), append: values.append ?? false }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

await runCommand(async ({ db }, ctx) => {
  const { users, append } = parseCommand()
  if (!Number.isInteger(users) || users < 1 || users > 2_000_000) {
    throw new UsageError('--users takes a whole number from 1 to 2,000,000.')
  }
  const [existing] = await db.select({ total: count() }).from(user)
  if (existing && existing.total > 0 && !append) {
    throw new UsageError(`The database has ${existing.total} users already. Add --append to add to them.`)
  }
  await seedUsers(db, users, {
    userCreated: (tx, made) => ctx.product.userCreated({ ...ctx, db: tx }, made),
  })
  console.log(`Added ${users} demo users.`)
}, usage)
