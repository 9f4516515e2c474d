import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { roleSchema } from '#shared/roles/role-schema.ts'
import { roles } from '#shared/roles/roles.ts'
import { banUserInput, emailSchema, nameSchema, passwordSchema } from '#shared/users.ts'
import { applyBan } from '../users/acts/ban-user.ts'
import { createUser } from '../users/acts/create-user.ts'
import { applyRemoval } from '../users/acts/remove-user.ts'
import { resetPassword } from '../users/acts/reset-password.ts'
import { applyTwoFactorReset } from '../users/acts/reset-two-factor.ts'
import { applyRole } from '../users/acts/set-role.ts'
import { applyUnban } from '../users/acts/unban-user.ts'
import { applyUnlock } from '../users/acts/unlock-user.ts'
import { actAsOperator } from '../users/guard/act-as-operator.ts'
import { listAllUsers } from '../users/list/list-all-users.ts'
import { type CommandContext, UsageError } from './run-command.ts'

export const userUsage = `Usage:
  npm run user -- create --email E --name N --role R    password from a prompt or standard input
  npm run user -- set-role --email E --role R
  npm run user -- reset-password --email E              password from a prompt or standard input
  npm run user -- reset-two-factor --email E [--passkeys]
                                                        one-time and recovery codes; passkeys too when asked to
  npm run user -- unlock --email E                      forgets wrong passwords and codes
  npm run user -- ban --email E --reason R
  npm run user -- unban --email E
  npm run user -- remove --email E                      restored in the console, within 30 days
  npm run user -- list
Roles: ${roles.join(', ')}`

const options = {
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
  reason: { type: 'string' },
  passkeys: { type: 'boolean' },
} as const

/** What a command acts with, where it asks for a password, and where it says what it did. */
export interface UserCommandContext extends CommandContext {
  readPassword(): Promise<string>
  print(line: string): void
}

type TextOption = Exclude<keyof typeof options, 'passkeys'>
type Values = { [Name in TextOption]?: string } & { passkeys?: boolean }

function take<Output>(values: Values, name: TextOption, schema: z.ZodType<Output>): Output {
  const given = values[name]
  if (given === undefined) throw new UsageError(`--${name} is missing.`)
  const { data, error } = schema.safeParse(given)
  if (error) throw new UsageError(`--${name}: ${error.issues[0]?.message}`)
  return data as Output
}

async function takePassword({ readPassword }: UserCommandContext): Promise<string> {
  const { data, error } = passwordSchema.safeParse(await readPassword())
  if (error) throw new UsageError(`The password: ${error.issues[0]?.message}`)
  return data
}

async function create(ctx: UserCommandContext, values: Values) {
  const email = take(values, 'email', emailSchema)
  const name = take(values, 'name', nameSchema)
  const role = take(values, 'role', roleSchema)
  const { id } = await createUser(ctx, { email, name, role, password: await takePassword(ctx) })
  ctx.print(`Created ${email} (${role}) with the id ${id}.`)
}

async function changeRole(ctx: UserCommandContext, values: Values) {
  const email = take(values, 'email', emailSchema)
  const role = take(values, 'role', roleSchema)
  const before = await actAsOperator(ctx, email, async (inside, subject) => {
    await applyRole(inside, subject, role)
    return subject.user.role
  })
  ctx.print(`${email} is ${role} now, and was ${before}. Their sessions have ended.`)
}

async function changePassword(ctx: UserCommandContext, values: Values) {
  const email = take(values, 'email', emailSchema)
  await resetPassword(ctx, { email, password: await takePassword(ctx) })
  ctx.print(`${email} has a new password. Their sessions have ended.`)
}

async function takeTwoFactor(ctx: UserCommandContext, values: Values) {
  const email = take(values, 'email', emailSchema)
  const { passkeys } = await actAsOperator(ctx, email, (inside, subject) =>
    applyTwoFactorReset(inside, subject, { passkeys: values.passkeys ?? false }),
  )
  const also = passkeys > 0 ? ` and no passkeys (${passkeys} before)` : ''
  ctx.print(`${email} has no codes${also} any more. Their sessions have ended.`)
}

async function unlockAccount(ctx: UserCommandContext, values: Values) {
  const email = take(values, 'email', emailSchema)
  const count = await actAsOperator(ctx, email, (inside, { user }) => applyUnlock(inside, user))
  ctx.print(count > 0 ? `${email} is unlocked, and all failures are forgotten.` : `${email} was not locked.`)
}

async function ban(ctx: UserCommandContext, values: Values) {
  const email = take(values, 'email', emailSchema)
  const reason = take(values, 'reason', banUserInput.shape.reason)
  await actAsOperator(ctx, email, (inside, subject) => applyBan(inside, subject, { reason, until: null }))
  ctx.print(`${email} is banned. Their sessions have ended.`)
}

async function unban(ctx: UserCommandContext, values: Values) {
  const email = take(values, 'email', emailSchema)
  await actAsOperator(ctx, email, applyUnban)
  ctx.print(`${email} is not banned any more.`)
}

async function remove(ctx: UserCommandContext, values: Values) {
  const email = take(values, 'email', emailSchema)
  await actAsOperator(ctx, email, (inside, subject) => applyRemoval(inside, subject))
  ctx.print(`${email} is deleted. Their sessions have ended.`)
}

async function list({ db, print }: UserCommandContext) {
  for (const user of await listAllUsers(db)) {
    print([user.id, user.role.padEnd(9), user.status.padEnd(7), user.email, user.name].join('  '))
  }
}

const commands: Record<string, (ctx: UserCommandContext, values: Values) => Promise<void>> = {
  ban,
  create,
  list,
  remove,
  unban,
  'set-role': changeRole,
  'reset-password': changePassword,
  'reset-two-factor': takeTwoFactor,
  unlock: unlockAccount,
}

/**
 * Runs one command of `npm run user` by its arguments.
 * Throws UsageError for arguments that it does not understand, and AppError for what it refuses.
 */
export async function runUserCommand(ctx: UserCommandContext, args: string[]): Promise<void> {
  const { command, values } = parseCommand(args)
  await command(ctx, values)
}

function parseCommand(args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const command = commands[positionals[0] ?? '']
    if (!command || positionals.length > 1)
      throw new Error(`There is no command ${positionals.join(' ') || 'given'}.`)
    return { command, values }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
