import { server } from '#product/server.ts'
import { createAuditKeys } from '../audit/audit-keys.ts'
import { readOrMakeSecret } from '../auth/secrets/embedded-secret.ts'
import { type Config, loadEnvFile, readConfig } from '../config.ts'
import type { MigrateOptions } from '../database/migrations/migrate.ts'
import { type OpenDatabase, openDatabase } from '../database/open.ts'
import { AppError, StartError } from '../errors.ts'
import { createMailer, type Mailer } from '../mail/mailer.ts'
import { createProductHooks } from '../product/product-hooks.ts'
import { createSystemContext, type ServiceContext } from '../service-context.ts'

/** A mistake in how a command was called: its message and the usage are shown. */
export class UsageError extends Error {}

/** What a command acts with. */
export type CommandContext = ServiceContext & { mailer: Mailer }

/** Runs a command against the configured database, and ends with one clear sentence when it cannot. */
export const runCommand = (
  run: RunInDatabase<void>,
  usage: string,
  readOptions: () => MigrateOptions = () => ({}),
): Promise<void> => runConfigured((config) => withDatabase(config, run, readOptions()), usage)

/** The same for a command that opens the database itself. */
export async function runConfigured(run: (config: Config) => Promise<void>, usage: string): Promise<void> {
  try {
    loadEnvFile()
    await run(readConfig())
  } catch (error) {
    console.error(explain(error, usage))
    process.exitCode = 1
  }
}

type RunInDatabase<Result> = (database: OpenDatabase, ctx: CommandContext) => Promise<Result>

/** Opens the database, brought up to date, for as long as `run` takes. */
export async function withDatabase<Result>(
  config: Config,
  run: RunInDatabase<Result>,
  migrate?: MigrateOptions,
): Promise<Result> {
  const database = await openDatabase({ ...config, migrate })
  try {
    return await run(database, await createContext(database, config))
  } finally {
    await database.close()
  }
}

// What a command does is recorded like what an admin does, under the name of no one.
async function createContext({ db }: OpenDatabase, config: Config): Promise<CommandContext> {
  const secrets = config.secrets.length > 0 ? config.secrets : [await readOrMakeSecret(config.dataDir)]
  const audit = createAuditKeys({ secrets, own: config.auditSecrets })
  const system = createSystemContext({
    db,
    audit,
    product: createProductHooks(server, config),
    device: 'command line',
  })
  return { ...system, mailer: createMailer({ db, appUrl: config.appUrl }) }
}

function explain(error: unknown, usage: string): unknown {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`
  return error instanceof StartError || error instanceof AppError ? error.message : error
}
