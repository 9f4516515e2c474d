import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { AnyRouter } from '@trpc/server'
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import type { PasswordQueue } from './auth/credentials/password-queue.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database/open.ts'
import { authRoutes } from './http/auth/auth-routes.ts'
import { clientCallRoutes } from './http/auth/client-call-routes.ts'
import { healthRoutes } from './http/health-routes.ts'
import { openApiRoutes } from './http/openapi/open-api-routes.ts'
import { clientRoutes } from './http/pages/client-routes.ts'
import { mailRoutes } from './http/pages/mail-routes.ts'
import { guardedPages, type Pages } from './http/pages/page-guards.ts'
import { pictureRoutes } from './http/pages/picture-routes.ts'
import { allowOrigins } from './http/request/allowed-origins.ts'
import { connectionTimeouts, refuseConnection } from './http/request/broken-connections.ts'
import { refuseBrokenTarget } from './http/request/broken-target.ts'
import { createContextOf } from './http/request/context-of.ts'
import { sendError } from './http/request/error-replies.ts'
import { refuseForeignOrigin } from './http/request/foreign-origin.ts'
import { answerLateRequests } from './http/request/late-answers.ts'
import { receiveBodies } from './http/request/receive-bodies.ts'
import { childLoggerFactory, logAnswers } from './http/request/request-log.ts'
import { addSecurityHeaders } from './http/request/security-headers.ts'
import { isRestPath, sendProblem } from './http/rest/problem.ts'
import { restRoutes } from './http/rest/rest-routes.ts'
import { tokenKeysRoutes } from './http/token-keys-routes.ts'
import { trpcRoutes } from './http/trpc-routes.ts'
import { stripeRoutes } from './http/webhooks/stripe-routes.ts'
import type { RunnableParts } from './product/product-hooks.ts'
import { createServices, type Services } from './services.ts'
import { getPublicSettings } from './settings/get-public-settings.ts'
import { getMe } from './users/me/get-me.ts'

export interface AppOptions {
  config: Config
  database: OpenDatabase
  logger: Logger
  /** Where the built client is; the default is where `npm run build` puts it. */
  clientDir?: string
  /** The pages and who may open them; the default is ours and the product's. */
  pages?: Pages
  /** What the product does at moments of ours; the default is what is in `product/`. */
  product?: RunnableParts
  /** Every procedure; the default is ours and the product's. */
  router?: AnyRouter
  /** Where passwords wait to be hashed; the default has a share of the machine. */
  passwordQueue?: PasswordQueue
  /** How long a request may take before it is answered 503; half a minute unless given, and streams are exempt. */
  handlerTimeoutMs?: number
  /** How long a body may take to arrive before it is answered 408; a quarter of a minute unless given. */
  bodyTimeoutMs?: number
}

const builtClient = fileURLToPath(new URL('../dist/client', import.meta.url))

/** The whole server but for the process around it: what is registered, in the order in which a request meets it. */
export async function buildApp({
  clientDir = builtClient,
  pages = guardedPages,
  handlerTimeoutMs = 30_000,
  bodyTimeoutMs = 15_000,
  ...options
}: AppOptions): Promise<{ app: FastifyInstance; services: Services }> {
  const services = await createServices(options)
  const app: FastifyInstance = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    http: connectionTimeouts,
    clientErrorHandler: refuseConnection,
    frameworkErrors: refuseAddress,
    // Not before headers and body have had their time, so that the answer comes from where that is known.
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    childLoggerFactory,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 5000 },
    schemaController: withoutSchemas,
  })
  app.setErrorHandler(sendError)
  answerLateRequests(app, { timeoutMs: handlerTimeoutMs })
  receiveRequests(app, services)
  receiveBodies(app, { bodyTimeoutMs })
  closeGracefully(app, services)
  addSecurityHeaders(app, options.config)
  await registerRoutes(app, services, { clientDir, pages })
  return { app, services }
}

// Procedures check their input: no route has a schema, and so none needs the compilers, which take long to load.
const withoutSchemas = {
  compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler },
}
function noCompiler(): never {
  throw new Error('Routes have no schemas: a procedure checks its input.')
}

// A path that nothing can be found by comes to no route, and so to no error handler of one.
function refuseAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  reply.header('x-request-id', request.id)
  if (isRestPath(request.url)) sendProblem(error, request, reply)
  else sendError(error, request, reply)
}

// Who calls is decided before anything else looks at the request; what was answered is logged.
function receiveRequests(app: FastifyInstance, services: Services) {
  const { bearerSessions, config, identity, recentClients } = services
  app.decorateRequest('client')
  app.decorateRequest('holdsToken', false)
  app.addHook('onRequest', (request, reply, done) => {
    request.client = identity.clientOf(request)
    recentClients.note(request.client.network)
    reply.header('x-request-id', request.id)
    refuseBrokenTarget(request)
    refuseForeignOrigin(request, config)
    bearerSessions.receive(request)
    done()
  })
  logAnswers(app, app.log)
}

function closeGracefully(app: FastifyInstance, services: Services) {
  // A connection that is busy when the server stops would else be kept alive behind its last answer.
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
    // The server waits for requests under way, and a stream is one that does not end by itself.
    services.live.close()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close')
    done()
  })
  app.addHook('onClose', () => services.close())
}

async function registerRoutes(
  app: FastifyInstance,
  services: Services,
  client: { clientDir: string; pages: Pages },
) {
  const { config, database, identity } = services
  const { db } = database
  const contextOf = createContextOf(services)
  await app.register(healthRoutes, { database, histories: services.forProcedures.service.histories })
  await app.register(async (calls) => {
    await allowOrigins(calls, config.allowedOrigins)
    await calls.register(authRoutes, services)
    await calls.register(clientCallRoutes, { contextOf })
    await calls.register(trpcRoutes, { contextOf, router: services.router })
    await calls.register(restRoutes, {
      idempotentCalls: services.idempotentCalls,
      router: services.router,
      contextOf,
    })
    await calls.register(openApiRoutes, {
      facts: {
        appUrl: config.appUrl,
        sessionCookie: services.sessionCookies.names.session,
        version: services.forProcedures.service.version,
      },
      contextOf,
    })
  })
  await app.register(tokenKeysRoutes, { db, limiter: services.limiter })
  if (services.payments) {
    await app.register(stripeRoutes, { db, limiter: services.limiter, payments: services.payments })
  }
  await app.register(pictureRoutes, { db, identity })
  if (!config.smtpUrl) {
    await app.register(mailRoutes, {
      db,
      mayRead: (request) => identity.mayReadInternals(request, { permission: 'users.manage', fresh: true }),
    })
  }
  await app.register(clientRoutes, {
    ...client,
    config,
    identity,
    describeCaller: (actor) => getMe({ ...services.forProcedures, actor }),
    readSettings: () => getPublicSettings({ db, config, product: services.product }),
  })
}
