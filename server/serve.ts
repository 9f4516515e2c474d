import type { AddressInfo } from 'node:net'
import type { AnyRouter } from '@trpc/server'
import type { Logger } from 'pino'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database/open.ts'
import { vacuum } from './database/vacuum.ts'
import { StartError } from './errors.ts'
import { createMailWorker } from './mail/mail-worker.ts'
import { createEventWorker } from './orders/webhook/event-worker.ts'
import type { RunnableParts } from './product/product-hooks.ts'
import { createSweeper } from './sweeper.ts'

export type Stop = () => Promise<unknown> | unknown

/**
 * Serves on the open database: the app, and what works beside it in the same process.
 * What ends them is put first into `stops`, in the order in which it is to be called.
 * Throws StartError when it cannot listen.
 */
export async function serve(options: {
  config: Config
  database: OpenDatabase
  logger: Logger
  stops: Stop[]
  /** What the product does at moments of ours; the default is what is in `product/`. */
  product?: RunnableParts
  /** Every procedure; the default is ours and the product's. */
  router?: AnyRouter
}): Promise<{ setupToken: string; address: AddressInfo }> {
  const { stops, ...parts } = options
  const { config, database, logger } = parts
  const { app, services } = await buildApp(parts)
  await app.listen({ port: config.port, host: config.host }).catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(listenProblem(config, cause), { cause })
  })
  const { audit, credits, mailer, payments, product, sealer, setupToken } = services
  const logFailure = (error: unknown) => logger.error({ err: error }, 'a subscription needs a look')
  const orders = payments && { db: database.db, audit, product, mailer, payments, logFailure }
  const sweeper = createSweeper({
    db: database.db,
    audit,
    credits,
    product,
    config,
    orders,
    vacuum: database.kind === 'embedded' ? () => vacuum(database.db) : null,
    logger,
  })
  sweeper.start()
  sealer.start()
  stops.unshift(
    () => app.close(),
    () => sweeper.stop(),
    () => sealer.stop(),
  )
  if (orders) {
    const worker = createEventWorker({ ctx: orders, logger })
    worker.start()
    stops.unshift(() => worker.stop())
  }
  if (config.smtpUrl) {
    // Only where mails are sent: it brings a library with it.
    const { createSmtpTransport } = await import('./mail/smtp-transport.ts')
    const transport = createSmtpTransport({ url: config.smtpUrl })
    const worker = createMailWorker({ db: database.db, transport, from: config.mailFrom, logger })
    worker.start()
    stops.unshift(async () => {
      await worker.stop()
      transport.close()
    })
  }
  return { setupToken, address: app.server.address() as AddressInfo }
}

function listenProblem({ host, port }: Config, error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop what uses it, or set PORT to another one.`
  if (error.code === 'EACCES') return `Port ${port} may not be used by this user. Set PORT to one above 1023.`
  return `The server cannot listen on ${host}, port ${port}: ${error.message}.`
}
