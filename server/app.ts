import { randomUUID } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { fileURLToPath } from 'node:url'
import helmet from '@fastify/helmet'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Logger } from 'pino'
import { auditChannel } from './audit/record-audit.ts'
import { createAuth } from './auth/auth.ts'
import { createLockout } from './auth/lockout.ts'
import { createSetupToken } from './auth/setup-token.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database/open.ts'
import { authDocsRoutes } from './http/auth-docs-routes.ts'
import { authRoutes } from './http/auth-routes.ts'
import { clientRoutes } from './http/client-routes.ts'
import { createDescribeClient } from './http/describe-client.ts'
import { createDeviceCookie } from './http/device-cookie.ts'
import { sendError } from './http/error-replies.ts'
import { refuseForeignOrigin } from './http/foreign-origin.ts'
import { healthRoutes } from './http/health-routes.ts'
import { mailRoutes } from './http/mail-routes.ts'
import { createRecentClients } from './http/recent-clients.ts'
import { createRequestIdentity } from './http/request-identity.ts'
import { trpcRoutes } from './http/trpc-routes.ts'
import { createLimitRecorder } from './limits/limit-recorder.ts'
import { createLimitRules } from './limits/limit-rules.ts'
import { createLimiter } from './limits/limiter.ts'
import { recordDecisions } from './limits/record-decisions.ts'
import { loggablePath } from './logger.ts'
import { createMailer } from './mail/mailer.ts'

export interface AppOptions {
  config: Config
  database: OpenDatabase
  logger: Logger
  /** Where the built client is; the default is where `npm run build` puts it. */
  clientDir?: string
}

const builtClient = fileURLToPath(new URL('../dist/client', import.meta.url))

/** The whole server but for the process around it: what is registered, in the order in which a request meets it. */
export async function buildApp({ config, database, logger, clientDir = builtClient }: AppOptions) {
  const { db } = database
  const setupToken = createSetupToken(config.secrets[0] ?? '')
  const mailer = createMailer({ db, appUrl: config.appUrl })
  const rules = await createLimitRules({
    db,
    listener: database.listener,
    onError: (error) => logger.warn({ err: error }, 'the rules of the limits could not be read anew'),
  })
  const recorder = createLimitRecorder({
    db,
    onError: (error) => logger.warn({ err: error }, 'what the limits decided is written later'),
    onDropped: (calls) =>
      logger.warn({ calls }, 'more callers were blocked at once than are recorded one by one'),
  })
  const unrecorded = createLimiter({
    db,
    rules,
    onStoreError: (error) => logger.warn({ err: error }, 'the limits cannot reach their store'),
  })
  const limiter = recordDecisions(unrecorded, recorder)
  const lockout = createLockout({ db, secrets: config.secrets, mailer })
  const deviceCookie = createDeviceCookie(config.appUrl)
  const auth = createAuth({ db, config, mailer, logger, lockout })
  const identity = createRequestIdentity({ auth, config, database })
  const recentClients = createRecentClients()
  const describeClient = createDescribeClient({ trustedProxies: config.trustedProxies, recentClients })
  const logAudit = (event: unknown) => logger.info({ audit: event }, 'audit')

  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    handlerTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 5000 },
  })

  app.decorateRequest('client')
  app.setErrorHandler(sendError)
  app.addHook('onRequest', async (request, reply) => {
    request.client = identity.clientOf(request)
    recentClients.note(request.client.network)
    reply.header('x-request-id', request.id)
    refuseForeignOrigin(request, config.appUrl)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, client } = request
    const ms = Math.round(reply.elapsedTime)
    const path = loggablePath(request.url)
    request.log.info({ method, path, status: reply.statusCode, ms, client: client?.address }, 'request')
  })
  // A connection that is busy when the server stops would else be kept alive behind its last answer.
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  subscribe(auditChannel, logAudit)
  app.addHook('onClose', async () => {
    unsubscribe(auditChannel, logAudit)
    await rules.close()
    await limiter.close()
    await recorder.close()
  })

  await app.register(helmet, {
    // Pages bring their own policy with a nonce; everything else is no page.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: config.appUrl.startsWith('https:'),
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  })
  await app.register(healthRoutes, { database })
  await app.register(authDocsRoutes, {
    auth,
    mayRead: (request) => identity.mayReadInternals(request, 'console.open'),
  })
  await app.register(authRoutes, { auth, config, database, deviceCookie, identity, limiter, lockout })
  await app.register(trpcRoutes, {
    config,
    db,
    describeClient,
    deviceCookie,
    identity,
    limiter,
    lockout,
    setupToken,
  })
  if (!config.smtpUrl) {
    await app.register(mailRoutes, {
      db,
      mayRead: (request) => identity.mayReadInternals(request, 'users.manage'),
    })
  }
  await app.register(clientRoutes, { config, clientDir, identity })
  return { app, setupToken }
}
