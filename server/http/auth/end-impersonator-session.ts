import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SessionCookies } from '../../auth/sessions/session-cookies.ts'
import type { OpenDatabase } from '../../database/open.ts'
import type { AuditSigner, ProductHooks } from '../../service-context.ts'
import { signOutImpersonator } from '../../sessions/end-impersonation.ts'
import { readCookie } from '../request/read-cookie.ts'
import type { RequestIdentity } from '../request/request-identity.ts'

/** Before a sign-out: an admin who acts as somebody else is signed out of their own session as well. */
export async function endImpersonatorSession(
  options: {
    audit: AuditSigner
    database: OpenDatabase
    identity: RequestIdentity
    product: ProductHooks
    sessionCookies: SessionCookies
  },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { audit, database, identity, product, sessionCookies } = options
  const token = sessionCookies.read(readCookie(request.headers.cookie, sessionCookies.names.own))
  if (token === null) return
  const { actor } = await identity.lookUp(request)
  const ctx = {
    audit,
    product,
    db: database.db,
    actor,
    requestId: request.id,
    clientAddress: request.client.address,
    device: request.headers['user-agent']?.slice(0, 300) ?? null,
    now: new Date(),
  }
  await signOutImpersonator(ctx, token)
  reply.header('set-cookie', sessionCookies.dropOwn())
}
