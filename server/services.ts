import type { AnyRouter } from '@trpc/server'
import type { Logger } from 'pino'
import { server } from '#product/server.ts'
import { createAuditKeys } from './audit/audit-keys.ts'
import { createAuditSealer } from './audit/chain/audit-sealer.ts'
import { openHeadFile } from './audit/chain/head-file.ts'
import { createEventRecorder } from './audit/record/event-recorder.ts'
import { type Auth, createAuth } from './auth/auth.ts'
import { factsSoFar } from './auth/auth-facts.ts'
import { createMailedLinks } from './auth/credentials/mailed-links.ts'
import { createPasswordQueue, type PasswordQueue } from './auth/credentials/password-queue.ts'
import { createLockout } from './auth/lockout/lockout.ts'
import { createResolveSession } from './auth/resolve-session.ts'
import { createSetupToken, isSameToken } from './auth/secrets/setup-token.ts'
import { prepareFindSession } from './auth/sessions/find-session.ts'
import { createSessionCache } from './auth/sessions/session-cache.ts'
import { createSessionCookies, type SessionCookies } from './auth/sessions/session-cookies.ts'
import { createCodeGuard } from './auth/two-factor/code-guard.ts'
import type { Config } from './config.ts'
import { createCreditQueue } from './credits/credit-queue.ts'
import { createCreditUse } from './credits/read/credit-use.ts'
import type { OpenDatabase } from './database/open.ts'
import { readServiceFacts } from './health/service-facts.ts'
import { createDeclaredCalls } from './http/declared-calls.ts'
import { createAuthEvents } from './http/events/auth-events.ts'
import { createBearerSessions } from './http/request/bearer-sessions.ts'
import { createDescribeClient } from './http/request/describe-client.ts'
import { createDeviceCookie } from './http/request/device-cookie.ts'
import { createRecentClients } from './http/request/recent-clients.ts'
import { createRequestIdentity } from './http/request/request-identity.ts'
import { createIdempotentCalls } from './idempotency/idempotent-calls.ts'
import { prepareFindKey } from './keys/find-key.ts'
import { createKeyUseRecorder } from './keys/key-use-recorder.ts'
import { createLimiter } from './limits/decide/limiter.ts'
import { createLimitRecorder } from './limits/record/limit-recorder.ts'
import { recordDecisions } from './limits/record/record-decisions.ts'
import { createLimitRules } from './limits/rules/limit-rules.ts'
import { createLiveHub } from './live/live-hub.ts'
import { createMailer, type Mailer } from './mail/mailer.ts'
import { createStripePayments } from './orders/payments/stripe-payments.ts'
import { createProductHooks, type RunnableParts } from './product/product-hooks.ts'
import { type AuditSigner, createSystemContext, type ProductHooks } from './service-context.ts'
import { createActivityRecorder } from './sessions/activity-recorder.ts'
import { readSetting } from './settings/read-settings.ts'
import { createTokenSigner } from './tokens/token-signer.ts'
import { appRouter } from './trpc/app-router.ts'
import type { ProcedureServices } from './trpc/context.ts'

export interface ServicesOptions {
  config: Config
  database: OpenDatabase
  logger: Logger
  /** What the product does at moments of ours; the default is what is in `product/`. */
  product?: RunnableParts
  /** Every procedure; the default is ours and the product's. */
  router?: AnyRouter
  /** Where passwords wait to be hashed; the default has a share of the machine. */
  passwordQueue?: PasswordQueue
}

export type Services = Awaited<ReturnType<typeof createServices>>

/** What is built once for a process and shared by all requests. Whoever builds it calls `close` after the last one. */
export async function createServices(options: ServicesOptions) {
  const { config, database, router = appRouter } = options
  const { db } = database
  const mailer = createMailer({ db, appUrl: config.appUrl })
  const product = createProductHooks(options.product ?? server, config)
  const passwordQueue = options.passwordQueue ?? createPasswordQueue()
  const log = await createLog(options)
  const limits = await createLimits(options)
  const live = await createLive(options)
  const signIn = createSignIn(options, { mailer, product, audit: log.audit })
  const callers = await createCallers(options, signIn)
  const credits = createCreditQueue({ db })
  const payments =
    config.stripe &&
    createStripePayments({
      stripe: config.stripe,
      appUrl: config.appUrl,
      onAway: (reason) => options.logger.warn({ err: reason }, 'Stripe could not be asked'),
    })
  const forProcedures: ProcedureServices = {
    config,
    db,
    mailer,
    product,
    mailedLinks: createMailedLinks(config),
    live,
    audit: log.audit,
    recordEvent: log.recordEvent,
    sealer: log.sealer,
    limiter: limits.limiter,
    credits,
    payments,
    usesCredits: createCreditUse({ db, sells: payments !== null }),
    lockout: signIn.lockout,
    passwordQueue,
    sessionCookies: signIn.sessionCookies,
    declaredCalls: createDeclaredCalls(router),
    service: readServiceFacts(database),
    signToken: createTokenSigner({ db, secrets: config.secrets }),
    isSetupToken: (token) => isSameToken(token, signIn.setupToken),
  }
  return {
    ...options,
    ...log,
    ...signIn,
    ...callers,
    router,
    credits,
    payments,
    mailer,
    product,
    passwordQueue,
    live,
    limiter: limits.limiter,
    idempotentCalls: createIdempotentCalls({ db, secrets: config.secrets }),
    forProcedures,
    /** Ends streams and listening, lets credits be decided, and writes what is kept in memory. */
    async close() {
      live.close()
      callers.sessions.close()
      await limits.close()
      await credits.close()
      await callers.activity.close()
      await callers.keyUse.close()
    },
  }
}

// The audit log and what writes into it beside the acts themselves.
async function createLog({ config, database: { db }, logger }: ServicesOptions) {
  const audit = createAuditKeys({ secrets: config.secrets, own: config.auditSecrets })
  const recordEvent = createEventRecorder({ db, audit, logger })
  const events = createAuthEvents({
    db,
    record: recordEvent,
    onError: (error, reqId) => logger.error({ err: error, reqId }, 'an event is missing in the audit log'),
  })
  const headFile = config.auditHeadFile === null ? null : await openHeadFile(config.auditHeadFile)
  const sealer = createAuditSealer({ db, keys: audit, logger, headFile })
  return { audit, recordEvent, events, sealer }
}

async function createLimits({ database: { db, listener }, logger }: ServicesOptions) {
  const rules = await createLimitRules({
    db,
    listener,
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
  return {
    limiter,
    async close() {
      await rules.close()
      await limiter.close()
      await recorder.close()
    },
  }
}

const createLive = ({ database: { db, listener }, logger }: ServicesOptions) =>
  createLiveHub({
    db,
    listener,
    onError: (error) => logger.warn({ err: error }, 'the sessions of open streams could not be looked at'),
  })

// How somebody comes to have a session, and what bounds the guesses at it.
function createSignIn(
  { config, database: { db }, logger }: ServicesOptions,
  { mailer, audit, product }: { mailer: Mailer; audit: AuditSigner; product: ProductHooks },
) {
  const lockout = createLockout({ db, secrets: config.secrets, mailer })
  const auth = createAuth({
    db,
    config,
    mailer,
    logger,
    lockout,
    signUpMode: (tx) => readSetting(tx, config, 'signUpMode'),
    userCreated: (tx, user) =>
      product.userCreated(
        { ...createSystemContext({ db: tx, audit, product, device: 'sign-up' }), ...factsSoFar().where },
        user,
        factsSoFar().details,
      ),
  })
  return {
    auth,
    lockout,
    codeGuard: createCodeGuard({ db, mailer }),
    sessionCookies: createSessionCookies(config),
    setupToken: createSetupToken(config.secrets[0] ?? ''),
  }
}

// Who sends a request, from where and with which browser.
async function createCallers(
  { config, database, logger }: ServicesOptions,
  { auth, sessionCookies }: { auth: Auth; sessionCookies: SessionCookies },
) {
  const activity = createActivityRecorder({
    db: database.db,
    onError: (error) => logger.warn({ err: error }, 'who was active is written later'),
  })
  const keyUse = createKeyUseRecorder({
    db: database.db,
    onError: (error) => logger.warn({ err: error }, 'which keys were used is written later'),
  })
  const recentClients = createRecentClients()
  const sessions = await createSessionCache({
    db: database.db,
    listener: database.listener,
    findSession: prepareFindSession(database.db),
  })
  return {
    activity,
    sessions,
    recentClients,
    keyUse,
    identity: createRequestIdentity({
      activity,
      resolveSession: createResolveSession({
        auth,
        sessions,
        cookies: sessionCookies,
      }),
      config,
      database,
      keyUse,
      findKey: prepareFindKey(database.db),
    }),
    bearerSessions: createBearerSessions(sessionCookies),
    describeClient: createDescribeClient({ trustedProxies: config.trustedProxies, recentClients }),
    deviceCookie: createDeviceCookie(config.appUrl),
  }
}
