import { createAuditKeys } from '../audit/audit-keys.ts'
import { readOrMakeSecret } from '../auth/secrets/embedded-secret.ts'
import { type Config, loadEnvFile, readConfig } from '../config.ts'
import { type OpenDatabase, openDatabase } from '../database/open.ts'
import { AppError, StartError } from '../errors.ts'
import { createSystemContext, type ServiceContext } from '../service-context.ts'

/** A mistake in how a command was called: its message and the usage are shown. */
export class UsageError extends Error {}

/** Runs a command against the configured database, and ends with one clear sentence when it cannot. */
export async function runCommand(
  run: (database: OpenDatabase, ctx: ServiceContext) => Promise<void>,
  usage: string,
): Promise<void> {
  try {
    loadEnvFile()
    const config = readConfig()
    const database = await openDatabase(config)
    try {
      await run(database, await createContext(database, config))
    } finally {
      await database.close()
    }
  } catch (error) {
    console.error(explain(error, usage))
    process.exitCode = 1
  }
}

// What a command does is recorded like what an admin does, under the name of no one.
async function createContext({ db }: OpenDatabase, config: Config): Promise<ServiceContext> {
  const secrets = config.secrets.length > 0 ? config.secrets : [await readOrMakeSecret(config.dataDir)]
  const audit = createAuditKeys({ secrets, own: config.auditSecrets })
  return createSystemContext({ db, audit, device: 'command line' })
}

function explain(error: unknown, usage: string): unknown {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`
  return error instanceof StartError || error instanceof AppError ? error.message : error
}
