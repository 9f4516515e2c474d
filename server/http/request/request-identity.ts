import type { FastifyReply, FastifyRequest } from 'fastify'
import { isLoopbackOrigin } from '#shared/addresses/origin.ts'
import type { Permission } from '#shared/roles/roles.ts'
import { type DeclaredCall, free } from '../../access/declared-call.ts'
import { callerOf } from '../../access/guard.ts'
import { guardCall, judge } from '../../access/guarded-call.ts'
import { clientAddressHeader } from '../../auth/auth.ts'
import { nobody, type ResolvedSession, type ResolveSession } from '../../auth/resolve-session.ts'
import { acceptOlderSecrets } from '../../auth/secrets/signed-cookies.ts'
import type { Config } from '../../config.ts'
import type { OpenDatabase } from '../../database/open.ts'
import { isDatabaseAway, unavailable } from '../../errors.ts'
import type { FindKey, FoundKey } from '../../keys/find-key.ts'
import type { KeyUseRecorder } from '../../keys/key-use-recorder.ts'
import type { ActivityRecorder } from '../../sessions/activity-recorder.ts'
import { bearerOf } from './bearer-of.ts'
import { type AddressSource, type ClientAddress, createClientAddressOf } from './client-address.ts'
import { isLocalCaller } from './local-caller.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the call comes from, decided once for limits, sessions and logs alike. */
    client: ClientAddress
  }
}

export interface RequestIdentityOptions {
  activity: Pick<ActivityRecorder, 'note'>
  findKey: FindKey
  keyUse: Pick<KeyUseRecorder, 'note'>
  resolveSession: ResolveSession
  config: Pick<Config, 'appUrl' | 'trustedProxies' | 'secrets'>
  database: OpenDatabase
}

/** What pages of the server about itself ask of their readers, besides a permission. */
const internals: DeclaredCall = {
  path: '/dev/mail',
  signedIn: true,
  whilePending: false,
  whileImpersonating: true,
  keys: false,
  permission: null,
  policies: [],
  cost: 1,
  policiesIfRefused: [],
  fresh: false,
  signsUp: false,
  tests: null,
  ...free,
}

/** Who calls; `keyRefusal` says why a key does not work. */
export type FoundCaller = Pick<FoundKey, 'actor' | 'banned' | 'keyRefusal'>

export type RequestIdentity = ReturnType<typeof createRequestIdentity>

/** Who sent a request and from where: the only place that reads it from headers. */
export function createRequestIdentity(options: RequestIdentityOptions) {
  const { activity, config, database, findKey, keyUse, resolveSession } = options
  const clientAddressOf = createClientAddressOf(config.trustedProxies)
  const onlyLocal = isLoopbackOrigin(config.appUrl)

  /** The address that the socket and, behind trusted proxies, X-Forwarded-For give. */
  const clientOf = (request: FastifyRequest): ClientAddress => clientAddressOf(addressSourceOf(request))

  /** The headers as Better Auth may see them: our own view of the address, cookies of older secrets accepted. */
  const authHeaders = (request: FastifyRequest): Headers => headersForAuth(request, config.secrets)

  /**
   * The request's session; none beside a key, whose requests have their cookies ignored. With `reply`, a session of the
   * day before is refreshed and its cookie set there. `cached` where it will do to know who it was a second ago. Throws
   * SERVICE_UNAVAILABLE when the database is away.
   */
  async function lookUp(
    request: FastifyRequest,
    reply?: FastifyReply,
    { cached = false } = {},
  ): Promise<ResolvedSession> {
    if (bearerOf(request) !== null) return nobody
    const { cookie } = request.headers
    const headers = () => authHeaders(request)
    const refresh = reply !== undefined
    const resolve = () => resolveSession({ cookie, headers, now: new Date(), refresh, cached })
    const session = await resolve().catch(async (error) => {
      if (await isAway(database, error)) throw unavailable(error)
      // The database answers, so what failed was the end of an outage more likely than anything else.
      return resolve()
    })
    if (session.actor && !session.banned) activity.note(session.actor)
    if (session.setCookies.length > 0 && !request.holdsToken) reply?.header('set-cookie', session.setCookies)
    return session
  }

  /**
   * Who calls, by the key that the request came with or else by its session: a key that does not work never falls back
   * to a cookie. Throws as `lookUp`.
   */
  async function lookUpCaller(
    request: FastifyRequest,
    reply?: FastifyReply,
    options: { cached?: boolean } = {},
  ): Promise<FoundCaller> {
    const secret = bearerOf(request)
    if (secret === null) return { ...(await lookUp(request, reply, options)), keyRefusal: null }
    const caller = { address: request.client.address, now: new Date() }
    const found = await findKey(secret, caller).catch((error) => {
      throw isDatabaseAway(error) ? unavailable(error) : error
    })
    if (found.actor?.key && !found.banned) keyUse.note(found.actor.key)
    return found
  }

  /** Whether the request's session is one: not a banned or deleted user's, which Better Auth knows nothing of. */
  async function hasCaller(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const { actor, banned } = await lookUp(request, reply)
    return actor !== null && !banned
  }

  /**
   * Whether the caller may read pages of the server about itself: a program on this machine as long as nobody
   * else can be meant to reach the server, and who holds the permission. Throws FORBIDDEN when `fresh` is asked for
   * and the holder has not proved lately who they are.
   */
  async function mayReadInternals(
    request: FastifyRequest,
    { permission, fresh = false }: { permission: Permission; fresh?: boolean },
  ): Promise<boolean> {
    if (onlyLocal && isLocalCaller({ peer: request.socket.remoteAddress, headers: request.headers }))
      return true
    const caller = callerOf({ ...(await lookUp(request)), now: new Date() })
    const refusal = judge(guardCall({ ...internals, permission, fresh }), caller)
    if (refusal?.reason?.kind === 'confirm') throw refusal
    return refusal === null
  }

  return { addressSourceOf, clientOf, authHeaders, lookUp, lookUpCaller, hasCaller, mayReadInternals }
}

// Better Auth hides why it failed, so the database is asked.
async function isAway(database: OpenDatabase, error: unknown): Promise<boolean> {
  if (isDatabaseAway(error)) return true
  return database.ping().then(
    () => false,
    () => true,
  )
}

// What the request says of where it comes from.
function addressSourceOf(request: FastifyRequest): AddressSource {
  const forwarded = request.headers['x-forwarded-for']
  return {
    peer: request.socket.remoteAddress,
    forwardedFor: Array.isArray(forwarded) ? forwarded.join(',') : forwarded,
  }
}

function headersForAuth(request: FastifyRequest, secrets: string[]): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name.startsWith('x-forwarded') || name === 'forwarded') continue
    for (const item of Array.isArray(value) ? value : [value]) headers.append(name, item)
  }
  const cookie = headers.get('cookie')
  if (cookie) headers.set('cookie', acceptOlderSecrets(cookie, secrets))
  headers.set(clientAddressHeader, request.client.address)
  return headers
}
