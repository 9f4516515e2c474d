import type { FastifyRequest } from 'fastify'
import {
  banned,
  confirmNeeded,
  impersonating,
  signedOut,
  waitsForApproval,
} from '../../auth/sessions/caller-refusals.ts'
import { isFresh } from '../../auth/sessions/fresh-session.ts'
import type { Actor } from '../../service-context.ts'
import type { RequestIdentity } from '../request/request-identity.ts'
import type { AuthEndpoint } from './auth-endpoint.ts'

/**
 * The signed-in user who calls an endpoint of `/api/auth`; null without one, and where the endpoint need not know.
 * Throws UNAUTHORIZED or FORBIDDEN for callers it does not admit, SERVICE_UNAVAILABLE when they cannot be looked up.
 */
export async function admitCaller(
  identity: RequestIdentity,
  request: FastifyRequest,
  endpoint: AuthEndpoint,
): Promise<Actor | null> {
  // Other endpoints must not depend on the caller: during a sign-in the browser may still hold another user's session.
  const { signedIn, testsCode, seesCaller, refusedWhileImpersonating, fresh } = endpoint
  if (!signedIn && !testsCode && !seesCaller && !refusedWhileImpersonating) return null
  const { actor, banned: ban } = await identity.lookUp(request)
  if (!actor) {
    if (signedIn) throw signedOut()
    return null
  }
  // An endpoint that tests a code is for signing in, or else for setting the codes up.
  if (signedIn || testsCode) {
    if (ban) throw banned(ban.until)
    if (actor.user.pending) throw waitsForApproval()
  } else if (ban) {
    return null
  }
  if (refusedWhileImpersonating && actor.impersonator) throw impersonating()
  if (fresh && !isFresh(actor.session, new Date())) throw confirmNeeded()
  // A sign-in is by the user whom it names, whatever session the browser still holds.
  return signedIn || testsCode || seesCaller ? actor : null
}
