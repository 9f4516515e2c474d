import type { FastifyReply, FastifyRequest } from 'fastify'
import { isLoopbackOrigin } from '#shared/origin.ts'
import { hasPermission, type Permission } from '#shared/roles.ts'
import { type Auth, clientAddressHeader } from '../../auth/auth.ts'
import { type ResolvedSession, resolveSession } from '../../auth/resolve-session.ts'
import { acceptOlderSecrets } from '../../auth/secrets/signed-cookies.ts'
import { confirmNeeded } from '../../auth/sessions/caller-refusals.ts'
import { isFresh } from '../../auth/sessions/fresh-session.ts'
import type { Config } from '../../config.ts'
import type { OpenDatabase } from '../../database/open.ts'
import { isDatabaseAway, unavailable } from '../../errors.ts'
import type { ActivityRecorder } from '../../sessions/activity-recorder.ts'
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
  auth: Auth
  config: Pick<Config, 'appUrl' | 'trustedProxies' | 'secrets'>
  database: OpenDatabase
}

export type RequestIdentity = ReturnType<typeof createRequestIdentity>

/** Who sent a request and from where: the only place that reads it from headers. */
export function createRequestIdentity({ activity, auth, config, database }: RequestIdentityOptions) {
  const clientAddressOf = createClientAddressOf(config.trustedProxies)
  const onlyLocal = isLoopbackOrigin(config.appUrl)

  /** The address that the socket and, behind trusted proxies, X-Forwarded-For give. */
  const clientOf = (request: FastifyRequest): ClientAddress => clientAddressOf(addressSourceOf(request))

  /** The headers as Better Auth may see them: our own view of the address, cookies of older secrets accepted. */
  const authHeaders = (request: FastifyRequest): Headers => headersForAuth(request, config.secrets)

  /**
   * The request's session. With `reply`, a session of the day before is refreshed and its cookie set there.
   * Throws SERVICE_UNAVAILABLE when the database is away.
   */
  async function lookUp(request: FastifyRequest, reply?: FastifyReply): Promise<ResolvedSession> {
    const headers = authHeaders(request)
    const refresh = reply !== undefined
    const resolve = () => resolveSession({ auth, db: database.db, headers, now: new Date(), refresh })
    const session = await resolve().catch(async (error) => {
      if (await isAway(database, error)) throw unavailable(error)
      // The database answers, so what failed was the end of an outage more likely than anything else.
      return resolve()
    })
    if (session.actor && !session.banned) activity.note(session.actor)
    if (session.setCookies.length > 0) reply?.header('set-cookie', session.setCookies)
    return session
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
    const { actor, banned } = await lookUp(request)
    if (!actor || banned || actor.user.pending || !hasPermission(actor.user.role, permission)) return false
    if (fresh && !isFresh(actor.session, new Date())) throw confirmNeeded()
    return true
  }

  return { addressSourceOf, clientOf, authHeaders, lookUp, hasCaller, mayReadInternals }
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
