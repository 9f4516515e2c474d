import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { roleSchema, roles } from '#shared/roles.ts'
import { emailSchema, nameSchema, passwordSchema } from '#shared/users.ts'
import type { Database } from '../database/database.ts'
import { createUser } from '../users/create-user.ts'
import { listAllUsers } from '../users/list-all-users.ts'
import { resetPassword } from '../users/reset-password.ts'
import { setRole } from '../users/set-role.ts'
import { readPassword } from './read-password.ts'
import { runCommand, UsageError } from './run-command.ts'

const usage = `Usage:
  npm run user -- create --email E --name N --role R    password from a prompt or standard input
  npm run user -- set-role --email E --role R
  npm run user -- reset-password --email E              password from a prompt or standard input
  npm run user -- list
Roles: ${roles.join(', ')}`

const options = {
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
} as const

type Values = { [Name in keyof typeof options]?: string }

function take<Output>(values: Values, name: keyof Values, schema: z.ZodType<Output>): Output {
  const given = values[name]
  if (given === undefined) throw new UsageError(`--${name} is missing.`)
  const { data, error } = schema.safeParse(given)
  if (error) throw new UsageError(`--${name}: ${error.issues[0]?.message}`)
  return data as Output
}

async function takePassword(): Promise<string> {
  const { data, error } = passwordSchema.safeParse(await readPassword())
  if (error) throw new UsageError(`The password: ${error.issues[0]?.message}`)
  return data
}

async function create(db: Database, values: Values) {
  const email = take(values, 'email', emailSchema)
  const name = take(values, 'name', nameSchema)
  const role = take(values, 'role', roleSchema)
  const { id } = await createUser(db, { email, name, role, password: await takePassword() })
  console.log(`Created ${email} (${role}) with the id ${id}.`)
}

async function changeRole(db: Database, values: Values) {
  const email = take(values, 'email', emailSchema)
  const role = take(values, 'role', roleSchema)
  const before = await setRole(db, { email, role })
  console.log(`${email} is ${role} now, and was ${before}. Their sessions have ended.`)
}

async function changePassword(db: Database, values: Values) {
  const email = take(values, 'email', emailSchema)
  await resetPassword(db, { email, password: await takePassword() })
  console.log(`${email} has a new password. Their sessions have ended.`)
}

async function list(db: Database) {
  for (const user of await listAllUsers(db)) {
    console.log([user.id, user.role.padEnd(9), user.status.padEnd(7), user.email, user.name].join('  '))
  }
}

const commands: Record<string, (db: Database, values: Values) => Promise<void>> = {
  create,
  list,
  'set-role': changeRole,
  'reset-password': changePassword,
}

function parseCommand() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const command = commands[positionals[0] ?? '']
    if (!command || positionals.length > 1)
      throw new Error(`There is no command ${positionals.join(' ') || 'given'}.`)
    return { command, values }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

await runCommand(async ({ db }) => {
  const { command, values } = parseCommand()
  await command(db, values)
}, usage)
