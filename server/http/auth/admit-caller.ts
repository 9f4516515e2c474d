import type { FastifyRequest } from 'fastify'
import { asksWho } from '../../access/declared-call.ts'
import { type AccessRequest, callerOf } from '../../access/guard.ts'
import { admit, type GuardedCall, guardCall } from '../../access/guarded-call.ts'
import type { Actor } from '../../service-context.ts'
import { bearerOf } from '../request/bearer-of.ts'
import type { FoundCaller, RequestIdentity } from '../request/request-identity.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'
import { authEndpoints } from './auth-endpoints.ts'
import { declareEndpoint } from './declare-endpoint.ts'

const guardedEndpoints = new Map(authEndpoints.map((each) => [each, guardCall(declareEndpoint(each))]))
const nobody: FoundCaller = { actor: null, banned: null, keyRefusal: null }

/**
 * Lets a call of an endpoint of `/api/auth` pass its guards. Returns the signed-in user who calls; null without one, and
 * where the endpoint need not know. Throws the answer of the guard that refuses it, SERVICE_UNAVAILABLE when the caller
 * cannot be looked up.
 */
export async function admitCaller(
  identity: RequestIdentity,
  request: FastifyRequest,
  endpoint: AuthEndpoint,
  services: Omit<AccessRequest, 'caller'>,
): Promise<Actor | null> {
  const guarded = guardedEndpoints.get(endpoint)
  if (!guarded) throw new Error('An endpoint that is not listed was called.')
  // With a key it is refused whoever calls: only a person signs in, and only a person changes how.
  const found =
    bearerOf(request) !== null || looksUp(endpoint, guarded) ? await identity.lookUpCaller(request) : nobody
  await admit(guarded, { ...services, caller: callerOf({ ...found, now: new Date() }) })
  // A sign-in is by the user whom it names, whatever session the browser still holds.
  const sees = asksWho(guarded.declared) || endpoint.seesCaller
  return sees && !found.banned ? found.actor : null
}

// Other endpoints must not depend on the caller: during a sign-in the browser may still hold another user's session.
const looksUp = ({ seesCaller }: AuthEndpoint, { declared }: GuardedCall) =>
  asksWho(declared) || seesCaller || !declared.whileImpersonating
