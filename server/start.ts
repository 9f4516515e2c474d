import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { brand } from '#product/brand.ts'
import { readOrMakeSecret } from './auth/secrets/embedded-secret.ts'
import { type Config, loadEnvFile, readConfig } from './config.ts'
import { type OpenDatabase, openDatabase } from './database/open.ts'
import { StartError } from './errors.ts'
import { createLogOutput } from './log-output.ts'
import { createLogger } from './logger.ts'
import { type Stop, serve } from './serve.ts'
import { hasAdmin } from './settings/complete-setup.ts'
import { letHashingGiveWay } from './thread-priority.ts'

const stopWithinMs = 10_000

/** Starts the server, and ends the process with a sentence when it cannot. */
export async function start(): Promise<void> {
  await startServer().catch((error) => {
    console.error(error instanceof StartError ? error.message : error)
    process.exit(1)
  })
}

async function startServer(): Promise<void> {
  loadEnvFile()
  const given = readConfig()
  const logger = createLogger(given.logLevel, createLogOutput())
  const stops: Stop[] = []
  const stop = stopOnce(logger, stops)
  process.once('SIGTERM', () => stop(0))
  process.once('SIGINT', () => stop(0))

  const database = await openDatabase({ ...given, onError: (error) => onDatabaseError(error, logger, stop) })
  stops.unshift(() => database.close())
  try {
    const config = await withSecret(given)
    const { address, setupToken } = await serve({ config, database, logger, stops })
    letHashingGiveWay()
    await announce(config, database, setupToken, address)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function withSecret(config: Config): Promise<Config> {
  return config.secrets.length > 0 ? config : { ...config, secrets: [await readOrMakeSecret(config.dataDir)] }
}

async function announce(config: Config, database: OpenDatabase, setupToken: string, address: AddressInfo) {
  const url = config.port === 0 ? `http://localhost:${address.port}` : config.appUrl
  const lines = [`${brand.name} runs at ${url}`]
  if (database.kind === 'embedded') lines.push(`Data is kept in ${config.dataDir} (embedded database)`)
  if (!config.smtpUrl) lines.push(`Mails are kept at ${url}/dev/mail, since SMTP_URL is not set`)
  if (!(await hasAdmin(database.db))) {
    lines.push(
      '',
      'There is no admin yet. Make the first one with this link:',
      `  ${url}/setup?token=${setupToken}`,
    )
  }
  console.log(`\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
}

function onDatabaseError(error: Error, logger: Logger, stop: (code: number) => void): void {
  logger.error({ err: error }, 'database')
  // A lost lock on the data folder: to go on writing would damage it.
  if (error instanceof StartError) stop(1)
}

// Stops accepting, lets what runs finish, closes; after ten seconds at most the process ends anyhow.
function stopOnce(logger: Logger, stops: Stop[]) {
  let stopping = false
  return async (code: number) => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    for (const stop of stops) {
      await Promise.resolve(stop()).catch((error) => logger.error({ err: error }, 'stopping failed'))
    }
    process.exit(code)
  }
}
