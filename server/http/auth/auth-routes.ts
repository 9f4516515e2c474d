import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Auth } from '../../auth/auth.ts'
import { factsSoFar, observeAuth, type Person } from '../../auth/auth-facts.ts'
import type { PasswordQueue } from '../../auth/credentials/password-queue.ts'
import type { Lockout } from '../../auth/lockout/lockout.ts'
import type { SessionCookies } from '../../auth/sessions/session-cookies.ts'
import type { CodeGuard } from '../../auth/two-factor/code-guard.ts'
import type { Config } from '../../config.ts'
import type { OpenDatabase } from '../../database/open.ts'
import { AppError, limitError, unavailable } from '../../errors.ts'
import { limitHeaders } from '../../limits/decide/limit-headers.ts'
import type { Limiter } from '../../limits/decide/limiter.ts'
import type { PolicyName } from '../../limits/limit-policies.ts'
import type { Actor, AuditSigner, ProductHooks } from '../../service-context.ts'
import type { AuthEvents } from '../events/auth-events.ts'
import { answerCode } from '../events/read-answer.ts'
import type { BearerSessions } from '../request/bearer-sessions.ts'
import type { DeviceCookie } from '../request/device-cookie.ts'
import type { RequestIdentity } from '../request/request-identity.ts'
import { admitCaller } from './admit-caller.ts'
import { askBehindCodeGuard } from './ask-behind-code-guard.ts'
import { askBehindLockout } from './ask-behind-lockout.ts'
import { authEndpointName } from './auth-endpoints.ts'
import { authPrefix, readTarget, type Target } from './auth-target.ts'
import { everyPath } from './declare-endpoint.ts'
import { admitEmailChange, emailTaken, failurePage, isUniqueViolation } from './email-change-link.ts'
import { endImpersonatorSession } from './end-impersonator-session.ts'
import { sendAuthAnswer } from './send-auth-answer.ts'

export interface AuthRoutesOptions {
  audit: AuditSigner
  auth: Auth
  bearerSessions: BearerSessions
  codeGuard: CodeGuard
  config: Pick<Config, 'appUrl' | 'signUp'>
  database: OpenDatabase
  deviceCookie: DeviceCookie
  events: AuthEvents
  identity: RequestIdentity
  limiter: Limiter
  lockout: Lockout
  passwordQueue: PasswordQueue
  product: ProductHooks
  sessionCookies: SessionCookies
}

/**
 * Better Auth under `/api/auth/*`: the list of endpoints, their bodies, then the guards, and only then Better Auth itself, with an origin and a client address that no header of the caller can choose.
 */
export async function authRoutes(app: FastifyInstance, options: AuthRoutesOptions) {
  app.addHook('onClose', () => options.events.settled())

  app.all(`${authPrefix}/*`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const startedAt = performance.now()
    const { target, refusal } = readTarget(request, options.product.people)
    const charge = (policies: readonly PolicyName[], cost = 1) =>
      consumeLimits(options.limiter, { request, reply, target: target ?? null, policies, cost })
    if (refusal) throw (await charge(everyPath)) ?? refusal
    const noToken = options.bearerSessions.refusal(request, target.body)
    if (noToken) throw (await charge(everyPath)) ?? noToken
    const { showsSession, path } = target.endpoint
    if (takesTurns(target)) options.passwordQueue.refuseIfFull(request.client.network)
    const caller = await admitCaller(options.identity, request, target.endpoint, {
      charge,
      db: options.database.db,
      config: options.config,
    })
    if (showsSession && !(await options.identity.hasCaller(request, reply))) {
      return reply.type('application/json').send('null')
    }
    if (path === '/sign-out') await endImpersonatorSession(options, request, reply)
    const call: Call = { request, target, caller }
    const { value, facts } = await observeAuth(() => answerInTurn(options, call), {
      where: whereFrom(request),
      details: target.details,
    })
    const written = options.events.write({ ...outcomeOf(call), ...value, facts }, whereFrom(request))
    // Where an answer must not tell by its time whether there was anything to write, it does not wait for that.
    if (target.endpoint.floorMs)
      await delay(Math.max(0, target.endpoint.floorMs - (performance.now() - startedAt)))
    else await written
    options.bearerSessions.give(request, value.response)
    return sendAuthAnswer(reply, value.response)
  })
}

/** A request that its endpoint admits. */
interface Call {
  request: FastifyRequest
  target: Target
  caller: Actor | null
}

interface Answer {
  response: Response
  /** Whose code was tested. */
  codeOwner: Person | null
}

const whereFrom = (request: FastifyRequest) => ({
  requestId: request.id,
  clientAddress: request.client.address,
  device: request.headers['user-agent']?.slice(0, 300) ?? null,
})

function outcomeOf({ target: { endpoint, url, body = {} }, caller }: Call) {
  const { pathname, searchParams } = new URL(url, 'http://gatehouse.invalid')
  const provider = endpoint.path === '/callback/:id' ? (pathname.split('/').at(-1) ?? null) : null
  const { path, testsPassword = false } = endpoint
  return { path, testsPassword, body, query: Object.fromEntries(searchParams), provider, caller }
}

// Before the lockout, so that who is told to come again has spent no attempt; alike for every address that is named.
function answerInTurn(options: AuthRoutesOptions, call: Call): Promise<Answer> {
  const run = () => answer(options, call)
  return takesTurns(call.target) ? options.passwordQueue.enter(call.request.client.network, run) : run()
}

const takesTurns = ({ endpoint: { testsPassword, newPassword } }: Target) => testsPassword || newPassword

/** Asks Better Auth, with what must stand in front of this endpoint in front of it. */
async function answer(options: AuthRoutesOptions, call: Call): Promise<Answer> {
  const { request, target, caller } = call
  const { endpoint, body = {} } = target
  const ask = (headers?: Headers) => askAuth(options, call, headers)
  const onLock = (email: string, method: string) => (until: Date) =>
    options.events.writeLock({ email, method, until }, whereFrom(request))
  if (endpoint.testsCode) {
    const { response, owner } = await askBehindCodeGuard(options, {
      kind: endpoint.testsCode,
      code: String(body.code),
      signedIn: caller !== null,
      headers: options.identity.authHeaders(request),
      ask,
      onLock: ({ email }, until) => onLock(email, 'two-factor')(until),
    })
    return { response, codeOwner: owner }
  }
  if (endpoint.testsPassword) {
    const email = caller?.user.email ?? String(body.email)
    const known = options.deviceCookie.read(request) !== null
    const remember = endpoint.signedIn ? known : body.rememberMe !== false
    const response = await askBehindLockout(options, request, {
      email,
      remember,
      ask,
      onLock: onLock(email, 'password'),
    })
    return { response, codeOwner: null }
  }
  const response = endpoint.path === '/verify-email' ? await followMailLink(options, call) : await ask()
  return { response, codeOwner: null }
}

/** A link of a mail: that of a change of address works for its owner alone. A browser is led to a page either way. */
async function followMailLink(options: AuthRoutesOptions, call: Call): Promise<Response> {
  const { searchParams } = new URL(call.target.url, 'http://gatehouse.invalid')
  const callbackUrl = searchParams.get('callbackURL')
  try {
    await admitEmailChange(options.database.db, call.caller, searchParams.get('token') ?? '')
    return await askAuth(options, call).catch((error) => {
      throw isUniqueViolation(error) ? emailTaken(error) : error
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'SERVICE_UNAVAILABLE' || !callbackUrl) throw error
    return new Response(null, { status: 302, headers: { location: failurePage(callbackUrl, error) } })
  }
}

async function askAuth(options: AuthRoutesOptions, call: Call, headers?: Headers): Promise<Response> {
  const { request, target } = call
  const ask = () => options.auth.handler(toRequest(options, request, target, headers))
  let response = await ask()
  const { failure, outage } = factsSoFar()
  if (outage && response.status >= 400) throw unavailable(outage)
  if (failure) throw failure
  if (isFailure(response)) {
    await refuseWhileAway(options.database)
    // A reading that failed although the database answers met the end of an outage.
    if (request.method === 'GET') response = await ask()
  }
  if (response.status < 500) return response
  const code = await answerCode(response)
  if (!code || !target.endpoint.callersFailures?.includes(code))
    throw new Error(`Better Auth answered ${response.status}.`)
  return new Response(response.body, { status: 400, headers: response.headers })
}

interface Charge {
  request: FastifyRequest
  reply: FastifyReply
  target: Target | null
  policies: readonly PolicyName[]
  cost: number
}

async function consumeLimits(limiter: Limiter, charge: Charge): Promise<AppError | null> {
  const { request, reply, target, policies, cost } = charge
  const email = target?.body?.email
  const decision = await limiter.consume({
    policies,
    cost,
    partition: {
      ip: request.client.network,
      address: request.client.address,
      account: typeof email === 'string' ? email : undefined,
    },
    source: { procedure: nameOf(request, target), requestId: request.id },
  })
  reply.headers(limitHeaders(decision))
  return decision.denied ? limitError(decision.denied) : null
}

// The name in our list: the caller chooses the path, and a token may be part of it.
function nameOf(request: FastifyRequest, target: Target | null): string {
  return target ? authEndpointName(target.endpoint) : `${request.method} ${authPrefix}/*`
}

function toRequest(
  { config, identity }: AuthRoutesOptions,
  request: FastifyRequest,
  { endpoint, url, body }: Target,
  headers = identity.authHeaders(request),
): Request {
  headers.delete('content-length')
  headers.delete('transfer-encoding')
  // What another site may not send was refused already; programs send no Origin, and Better Auth asks for one.
  headers.set('origin', config.appUrl)
  return new Request(`${config.appUrl}${authPrefix}${url}`, {
    method: endpoint.method,
    headers,
    body: endpoint.method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
  })
}

// Better Auth answers some failures of the database as if they were the caller's.
const isFailure = ({ status }: Response) => status >= 500 || status === 422

async function refuseWhileAway(database: OpenDatabase): Promise<void> {
  await database.ping().catch((cause) => {
    throw unavailable(cause)
  })
}
