import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Auth } from '../auth/auth.ts'
import type { Lockout } from '../auth/lockout.ts'
import { refuseCommonPassword } from '../auth/passwords.ts'
import type { Config } from '../config.ts'
import type { OpenDatabase } from '../database/open.ts'
import { AppError, invalidInput, limitError, unavailable } from '../errors.ts'
import { limitHeaders } from '../limits/limit-headers.ts'
import type { Limiter } from '../limits/limiter.ts'
import { askBehindLockout } from './ask-behind-lockout.ts'
import { type AuthEndpoint, authAliases, authEndpointName, findAuthEndpoint } from './auth-endpoints.ts'
import type { DeviceCookie } from './device-cookie.ts'
import type { RequestIdentity } from './request-identity.ts'

export interface AuthRoutesOptions {
  auth: Auth
  config: Pick<Config, 'appUrl'>
  database: OpenDatabase
  deviceCookie: DeviceCookie
  identity: RequestIdentity
  limiter: Limiter
  lockout: Lockout
}

const prefix = '/api/auth'

/**
 * Better Auth under `/api/auth/*`: the limits, then the list of endpoints, then their bodies, and only then
 * Better Auth itself, with an origin and a client address that no header of the caller can choose.
 */
export async function authRoutes(app: FastifyInstance, options: AuthRoutesOptions) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body))

  app.all(`${prefix}/*`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const startedAt = performance.now()
    const { target, refusal } = readTarget(request)
    await consumeLimits(options.limiter, request, reply, refusal ? null : target)
    if (refusal) throw refusal
    const ask = () => askAuth(options, request, target)
    const response = target.endpoint.testsPassword
      ? await askBehindLockout(options, request, { body: target.body, ask })
      : await ask()
    await delay(Math.max(0, (target.endpoint.floorMs ?? 0) - (performance.now() - startedAt)))
    return sendResponse(reply, response)
  })
}

async function askAuth(
  options: AuthRoutesOptions,
  request: FastifyRequest,
  target: Target,
): Promise<Response> {
  const ask = () => options.auth.handler(toRequest(options, request, target))
  let response = await ask()
  if (isFailure(response)) {
    await refuseWhileAway(options.database)
    // A reading that failed although the database answers met the end of an outage.
    if (request.method === 'GET') response = await ask()
  }
  if (response.status >= 500) throw new Error(`Better Auth answered ${response.status}.`)
  return response
}

interface Target {
  endpoint: AuthEndpoint
  /** Below `/api/auth`, with its query. */
  url: string
  body: Record<string, unknown> | undefined
}

type ReadTarget = { target: Target; refusal?: undefined } | { target?: undefined; refusal: AppError }

// What is refused here counts against the address's limit on all paths, but not against that on sign-ups or mails.
function readTarget(request: FastifyRequest): ReadTarget {
  try {
    return { target: resolveTarget(request) }
  } catch (error) {
    if (error instanceof AppError) return { refusal: error }
    throw error
  }
}

function resolveTarget(request: FastifyRequest): Target {
  const url = request.url.slice(prefix.length)
  const path = url.split('?', 1)[0] ?? ''
  const alias = authAliases[`${request.method} ${path}`]
  const endpoint = findAuthEndpoint(alias?.method ?? request.method, alias?.path ?? path)
  if (!endpoint) throw new AppError('NOT_FOUND', 'There is nothing at this path.')
  const given = parseJson(request.body)
  if (alias) {
    const query = alias.body ? `?${new URLSearchParams(parse(alias.body, given))}` : ''
    return { endpoint, url: `${alias.path}${query}`, body: undefined }
  }
  if (endpoint.query) parse(endpoint.query, request.query)
  const body = endpoint.body && parse(endpoint.body, given ?? {})
  if (body && endpoint.newPassword)
    refuseCommonPassword(String(body[endpoint.newPassword]), endpoint.newPassword)
  return { endpoint, url, body }
}

function parseJson(body: unknown): unknown {
  if (typeof body !== 'string' || body === '') return undefined
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new AppError('BAD_REQUEST', 'The body is not JSON.', { cause })
  }
}

function parse<Output>(
  schema: { safeParse(value: unknown): { data?: Output; error?: unknown } },
  value: unknown,
) {
  const { data, error } = schema.safeParse(value)
  if (data === undefined) throw invalidInput(error as Parameters<typeof invalidInput>[0])
  return data
}

async function consumeLimits(
  limiter: Limiter,
  request: FastifyRequest,
  reply: FastifyReply,
  target: Target | null,
) {
  const email = target?.body?.email
  const decision = await limiter.consume({
    policies: ['auth', ...(target?.endpoint.policies ?? [])],
    partition: {
      ip: request.client.network,
      address: request.client.address,
      account: typeof email === 'string' ? email : undefined,
    },
    source: { procedure: nameOf(request, target), requestId: request.id },
  })
  reply.headers(limitHeaders(decision))
  if (decision.denied) throw limitError(decision.denied)
}

// The name in our list: the caller chooses the path, and a token may be part of it.
function nameOf(request: FastifyRequest, target: Target | null): string {
  return target ? authEndpointName(target.endpoint) : `${request.method} ${prefix}/*`
}

function toRequest(
  { config, identity }: AuthRoutesOptions,
  request: FastifyRequest,
  { endpoint, url, body }: Target,
): Request {
  const headers = identity.authHeaders(request)
  headers.delete('content-length')
  headers.delete('transfer-encoding')
  // What another site may not send was refused already; programs send no Origin, and Better Auth asks for one.
  headers.set('origin', config.appUrl)
  return new Request(`${config.appUrl}${prefix}${url}`, {
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

// A session's token belongs in its HttpOnly cookie only, where no script can read it.
const privateFields = new Set(['token', 'bannedAt', 'bannedUntil', 'deletedAt'])

async function sendResponse(reply: FastifyReply, response: Response) {
  reply.code(response.status)
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie' && name !== 'content-length') reply.header(name, value)
  }
  reply.header('cache-control', 'no-store')
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  const text = await response.text()
  return reply.send(text === '' ? null : withoutTokens(text))
}

function withoutTokens(text: string): string {
  const withhold = (key: string, value: unknown) => (privateFields.has(key) ? undefined : value)
  try {
    return JSON.stringify(JSON.parse(text, withhold))
  } catch {
    return text
  }
}
