import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import helmet from '@fastify/helmet'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Logger } from 'pino'
import { createAuditKeys } from './audit/audit-keys.ts'
import { createEventRecorder } from './audit/record/event-recorder.ts'
import { createAuth } from './auth/auth.ts'
import { createLockout } from './auth/lockout/lockout.ts'
import { createSetupToken } from './auth/secrets/setup-token.ts'
import { createSessionCookies } from './auth/sessions/session-cookies.ts'
import { createCodeGuard } from './auth/two-factor/code-guard.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database/open.ts'
import { readServiceFacts } from './health/service-facts.ts'
import { authDocsRoutes } from './http/auth/auth-docs-routes.ts'
import { authRoutes } from './http/auth/auth-routes.ts'
import { createAuthEvents } from './http/events/auth-events.ts'
import { healthRoutes } from './http/health-routes.ts'
import { clientRoutes } from './http/pages/client-routes.ts'
import { mailRoutes } from './http/pages/mail-routes.ts'
import { createDescribeClient } from './http/request/describe-client.ts'
import { createDeviceCookie } from './http/request/device-cookie.ts'
import { sendError } from './http/request/error-replies.ts'
import { refuseForeignOrigin } from './http/request/foreign-origin.ts'
import { createRecentClients } from './http/request/recent-clients.ts'
import { createRequestIdentity } from './http/request/request-identity.ts'
import { trpcRoutes } from './http/trpc-routes.ts'
import { createLimiter } from './limits/decide/limiter.ts'
import { createLimitRecorder } from './limits/record/limit-recorder.ts'
import { recordDecisions } from './limits/record/record-decisions.ts'
import { createLimitRules } from './limits/rules/limit-rules.ts'
import { createLiveHub } from './live/live-hub.ts'
import { loggablePath } from './logger.ts'
import { createMailer } from './mail/mailer.ts'
import { createActivityRecorder } from './sessions/activity-recorder.ts'
import { getPublicSettings } from './settings/get-public-settings.ts'
import { readSetting } from './settings/read-settings.ts'

export interface AppOptions {
  config: Config
  database: OpenDatabase
  logger: Logger
  /** Where the built client is; the default is where `npm run build` puts it. */
  clientDir?: string
  /** How long a call may take before it is answered 503, but for streams; 30 s unless given. */
  handlerTimeoutMs?: number
}

const builtClient = fileURLToPath(new URL('../dist/client', import.meta.url))

/** The whole server but for the process around it: what is registered, in the order in which a request meets it. */
export async function buildApp(options: AppOptions) {
  const { config, database, logger, clientDir = builtClient, handlerTimeoutMs = 30_000 } = options
  const { db } = database
  const setupToken = createSetupToken(config.secrets[0] ?? '')
  const audit = createAuditKeys({ secrets: config.secrets, own: config.auditSecrets })
  const recordEvent = createEventRecorder({ db, audit, logger })
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
  const live = await createLiveHub({
    db,
    listener: database.listener,
    onError: (error) => logger.warn({ err: error }, 'the sessions of open streams could not be looked at'),
  })
  const lockout = createLockout({ db, secrets: config.secrets, mailer })
  const codeGuard = createCodeGuard({ db, mailer })
  const events = createAuthEvents({
    db,
    record: recordEvent,
    onError: (error, reqId) => logger.error({ err: error, reqId }, 'an event is missing in the audit log'),
  })
  const deviceCookie = createDeviceCookie(config.appUrl)
  const sessionCookies = createSessionCookies(config)
  const auth = createAuth({
    db,
    config,
    mailer,
    logger,
    lockout,
    signUpMode: (tx) => readSetting(tx, config, 'signUpMode'),
  })
  const activity = createActivityRecorder({
    db,
    onError: (error) => logger.warn({ err: error }, 'who was active is written later'),
  })
  const identity = createRequestIdentity({ activity, auth, config, database })
  const recentClients = createRecentClients()
  const describeClient = createDescribeClient({ trustedProxies: config.trustedProxies, recentClients })

  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    handlerTimeout: handlerTimeoutMs,
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
    live.close()
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  app.addHook('onClose', async () => {
    await rules.close()
    await limiter.close()
    await recorder.close()
    await activity.close()
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
  await app.register(authRoutes, {
    audit,
    auth,
    codeGuard,
    config,
    database,
    deviceCookie,
    events,
    identity,
    limiter,
    lockout,
    sessionCookies,
  })
  await app.register(trpcRoutes, {
    audit,
    config,
    db,
    describeClient,
    deviceCookie,
    identity,
    limiter,
    live,
    lockout,
    recordEvent,
    service: readServiceFacts(database),
    sessionCookies,
    mailer,
    setupToken,
  })
  if (!config.smtpUrl) {
    await app.register(mailRoutes, {
      db,
      mayRead: (request) => identity.mayReadInternals(request, 'users.manage'),
    })
  }
  await app.register(clientRoutes, {
    config,
    clientDir,
    identity,
    readSettings: () => getPublicSettings({ db, config }),
  })
  return { app, live, setupToken }
}
