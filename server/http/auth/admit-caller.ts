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
 * Who calls an endpoint of `/api/auth`; null for nobody who is signed in, and where nobody asks. Throws UNAUTHORIZED or
 * FORBIDDEN for whom the endpoint does not admit, and SERVICE_UNAVAILABLE when they cannot be looked up.
 */
export async function admitCaller(
  identity: RequestIdentity,
  request: FastifyRequest,
  endpoint: AuthEndpoint,
): Promise<Actor | null> {
  // The others must not depend on it: who signs in may still be signed in as somebody else.
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
  // Who signs in does it as whom they name, whoever the browser is signed in as.
  return signedIn || testsCode || seesCaller ? actor : null
}
