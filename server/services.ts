import type { Logger } from 'pino'
import { createAuditKeys } from './audit/audit-keys.ts'
import { createAuditSealer } from './audit/chain/audit-sealer.ts'
import { openHeadFile } from './audit/chain/head-file.ts'
import { createEventRecorder } from './audit/record/event-recorder.ts'
import { type Auth, createAuth } from './auth/auth.ts'
import { createLockout } from './auth/lockout/lockout.ts'
import { createSetupToken, isSameToken } from './auth/secrets/setup-token.ts'
import { createSessionCookies } from './auth/sessions/session-cookies.ts'
import { createCodeGuard } from './auth/two-factor/code-guard.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database/open.ts'
import { readServiceFacts } from './health/service-facts.ts'
import { createDeclaredCalls } from './http/declared-calls.ts'
import { createAuthEvents } from './http/events/auth-events.ts'
import { createDescribeClient } from './http/request/describe-client.ts'
import { createDeviceCookie } from './http/request/device-cookie.ts'
import { createRecentClients } from './http/request/recent-clients.ts'
import { createRequestIdentity } from './http/request/request-identity.ts'
import { createLimiter } from './limits/decide/limiter.ts'
import { createLimitRecorder } from './limits/record/limit-recorder.ts'
import { recordDecisions } from './limits/record/record-decisions.ts'
import { createLimitRules } from './limits/rules/limit-rules.ts'
import { createLiveHub } from './live/live-hub.ts'
import { createMailer, type Mailer } from './mail/mailer.ts'
import { createActivityRecorder } from './sessions/activity-recorder.ts'
import { readSetting } from './settings/read-settings.ts'
import type { ProcedureServices } from './trpc/context.ts'

export interface ServicesOptions {
  config: Config
  database: OpenDatabase
  logger: Logger
}

export type Services = Awaited<ReturnType<typeof createServices>>

/** What is built once for a process and shared by all requests. Whoever builds it calls `close` after the last one. */
export async function createServices(options: ServicesOptions) {
  const { config, database } = options
  const { db } = database
  const mailer = createMailer({ db, appUrl: config.appUrl })
  const log = await createLog(options)
  const limits = await createLimits(options)
  const live = await createLive(options)
  const signIn = createSignIn(options, mailer)
  const callers = createCallers(options, signIn.auth)
  const forProcedures: ProcedureServices = {
    config,
    db,
    mailer,
    live,
    audit: log.audit,
    recordEvent: log.recordEvent,
    sealer: log.sealer,
    limiter: limits.limiter,
    lockout: signIn.lockout,
    sessionCookies: signIn.sessionCookies,
    declaredCalls: createDeclaredCalls(),
    service: readServiceFacts(database),
    isSetupToken: (token) => isSameToken(token, signIn.setupToken),
  }
  return {
    ...options,
    ...log,
    ...signIn,
    ...callers,
    live,
    limiter: limits.limiter,
    forProcedures,
    /** Ends streams and listening, and writes what is kept in memory. */
    async close() {
      live.close()
      await limits.close()
      await callers.activity.close()
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
function createSignIn({ config, database: { db }, logger }: ServicesOptions, mailer: Mailer) {
  const lockout = createLockout({ db, secrets: config.secrets, mailer })
  const auth = createAuth({
    db,
    config,
    mailer,
    logger,
    lockout,
    signUpMode: (tx) => readSetting(tx, config, 'signUpMode'),
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
function createCallers({ config, database, logger }: ServicesOptions, auth: Auth) {
  const activity = createActivityRecorder({
    db: database.db,
    onError: (error) => logger.warn({ err: error }, 'who was active is written later'),
  })
  const recentClients = createRecentClients()
  return {
    activity,
    recentClients,
    identity: createRequestIdentity({ activity, auth, config, database }),
    describeClient: createDescribeClient({ trustedProxies: config.trustedProxies, recentClients }),
    deviceCookie: createDeviceCookie(config.appUrl),
  }
}
