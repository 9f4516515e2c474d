import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { buildApp } from './app.ts'
import { createAuditSealer } from './audit/chain/audit-sealer.ts'
import { readOrMakeSecret } from './auth/secrets/embedded-secret.ts'
import { type Config, loadEnvFile, readConfig } from './config.ts'
import { type OpenDatabase, openDatabase } from './database/open.ts'
import { StartError } from './errors.ts'
import { createLogger } from './logger.ts'
import { createMailWorker } from './mail/mail-worker.ts'
import { createSmtpTransport } from './mail/smtp-transport.ts'
import { hasAdmin } from './settings/complete-setup.ts'
import { createSweeper } from './sweeper.ts'

const stopWithinMs = 10_000

type Stop = () => Promise<unknown> | unknown

async function start(): Promise<void> {
  loadEnvFile()
  const given = readConfig()
  const logger = createLogger(given.logLevel)
  const stops: Stop[] = []
  const stop = stopOnce(logger, stops)
  process.once('SIGTERM', () => stop(0))
  process.once('SIGINT', () => stop(0))

  const database = await openDatabase({ ...given, onError: (error) => onDatabaseError(error, logger, stop) })
  stops.unshift(() => database.close())
  try {
    const config = await withSecret(given)
    await serve({ config, database, logger, stops })
  } catch (error) {
    await database.close()
    throw error
  }
}

async function serve(options: { config: Config; database: OpenDatabase; logger: Logger; stops: Stop[] }) {
  const { config, database, logger, stops } = options
  const { app, services } = await buildApp({ config, database, logger })
  await app.listen({ port: config.port, host: config.host }).catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(listenProblem(config, cause), { cause })
  })
  const { audit, setupToken } = services
  const sweeper = createSweeper({ db: database.db, audit, config, logger })
  const sealer = createAuditSealer({ db: database.db, keys: audit, logger })
  sweeper.start()
  sealer.start()
  stops.unshift(
    () => app.close(),
    () => sweeper.stop(),
    () => sealer.stop(),
  )
  if (config.smtpUrl) {
    const transport = createSmtpTransport({ url: config.smtpUrl })
    const worker = createMailWorker({ db: database.db, transport, from: config.mailFrom, logger })
    worker.start()
    stops.unshift(async () => {
      await worker.stop()
      transport.close()
    })
  }
  await announce(config, database, setupToken, app.server.address() as AddressInfo)
}

async function withSecret(config: Config): Promise<Config> {
  return config.secrets.length > 0 ? config : { ...config, secrets: [await readOrMakeSecret(config.dataDir)] }
}

function listenProblem({ host, port }: Config, error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop what uses it, or set PORT to another one.`
  if (error.code === 'EACCES') return `Port ${port} may not be used by this user. Set PORT to one above 1023.`
  return `The server cannot listen on ${host}, port ${port}: ${error.message}.`
}

async function announce(config: Config, database: OpenDatabase, setupToken: string, address: AddressInfo) {
  const url = config.port === 0 ? `http://localhost:${address.port}` : config.appUrl
  const lines = [`Gatehouse runs at ${url}`]
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

start().catch((error) => {
  console.error(error instanceof StartError ? error.message : error)
  process.exit(1)
})
