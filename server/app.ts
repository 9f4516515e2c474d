import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import helmet from '@fastify/helmet'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database/open.ts'
import { authDocsRoutes } from './http/auth/auth-docs-routes.ts'
import { authRoutes } from './http/auth/auth-routes.ts'
import { healthRoutes } from './http/health-routes.ts'
import { clientRoutes } from './http/pages/client-routes.ts'
import { mailRoutes } from './http/pages/mail-routes.ts'
import { refuseBrokenTarget } from './http/request/broken-target.ts'
import { sendError } from './http/request/error-replies.ts'
import { refuseForeignOrigin } from './http/request/foreign-origin.ts'
import { trpcRoutes } from './http/trpc-routes.ts'
import { loggablePath } from './logger.ts'
import { createServices, type Services } from './services.ts'
import { getPublicSettings } from './settings/get-public-settings.ts'

export interface AppOptions {
  config: Config
  database: OpenDatabase
  logger: Logger
  /** Where the built client is; the default is where `npm run build` puts it. */
  clientDir?: string
  /** How long a request may take before it is answered 503; half a minute unless given, and streams are exempt. */
  handlerTimeoutMs?: number
}

const builtClient = fileURLToPath(new URL('../dist/client', import.meta.url))

/** The whole server but for the process around it: what is registered, in the order in which a request meets it. */
export async function buildApp({
  clientDir = builtClient,
  handlerTimeoutMs = 30_000,
  ...options
}: AppOptions): Promise<{ app: FastifyInstance; services: Services }> {
  const services = await createServices(options)
  const app: FastifyInstance = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    handlerTimeout: handlerTimeoutMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 5000 },
  })
  app.setErrorHandler(sendError)
  receiveRequests(app, services)
  closeGracefully(app, services)
  await addSecurityHeaders(app, options.config)
  await registerRoutes(app, services, clientDir)
  return { app, services }
}

// Who calls is decided before anything else looks at the request; what was answered is logged.
function receiveRequests(app: FastifyInstance, { config, identity, recentClients }: Services) {
  app.decorateRequest('client')
  app.addHook('onRequest', async (request, reply) => {
    request.client = identity.clientOf(request)
    recentClients.note(request.client.network)
    reply.header('x-request-id', request.id)
    refuseBrokenTarget(request)
    refuseForeignOrigin(request, config.appUrl)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, client } = request
    const ms = Math.round(reply.elapsedTime)
    const path = loggablePath(request.url)
    request.log.info({ method, path, status: reply.statusCode, ms, client: client?.address }, 'request')
  })
}

function closeGracefully(app: FastifyInstance, services: Services) {
  // A connection that is busy when the server stops would else be kept alive behind its last answer.
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
    // The server waits for requests under way, and a stream is one that does not end by itself.
    services.live.close()
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
  app.addHook('onClose', () => services.close())
}

// What no page of ours asks a browser for, so that no script that got in may either.
const deniedFeatures = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

async function addSecurityHeaders(app: FastifyInstance, config: Config) {
  await app.register(helmet, {
    // Pages bring their own policy with a nonce; everything else is no page.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: config.appUrl.startsWith('https:'),
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', deniedFeatures)
  })
}

async function registerRoutes(app: FastifyInstance, services: Services, clientDir: string) {
  const { auth, config, database, identity } = services
  const { db } = database
  await app.register(healthRoutes, { database })
  await app.register(authDocsRoutes, {
    auth,
    mayRead: (request) => identity.mayReadInternals(request, { permission: 'console.open' }),
  })
  await app.register(authRoutes, services)
  await app.register(trpcRoutes, services)
  if (!config.smtpUrl) {
    await app.register(mailRoutes, {
      db,
      mayRead: (request) => identity.mayReadInternals(request, { permission: 'users.manage', fresh: true }),
    })
  }
  await app.register(clientRoutes, {
    config,
    clientDir,
    identity,
    readSettings: () => getPublicSettings({ db, config }),
  })
}
