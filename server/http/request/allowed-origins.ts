import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
// What a page sends besides what any page may, and what it reads of an answer besides its body.
const allowedHeaders = ['content-type', 'authorization', 'last-event-id', 'idempotency-key']
const exposedHeaders = [
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'x-request-id',
  'link',
  'idempotency-replayed',
]
/** How long a browser need not ask again, in seconds; the call itself is looked at each time. */
const maxAge = 3600

/**
 * Lets pages of just these origins call the routes of `app`, with cookies, and read the answers. Browsers send our
 * cookies along only when the page is of the same site, such as app.example.com and api.example.com.
 */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  await app.register(cors, {
    delegator: ({ headers: { origin } }, decide) =>
      decide(null, {
        origin: origin !== undefined && origins.includes(origin) ? origin : false,
        credentials: true,
        methods,
        allowedHeaders,
        exposedHeaders,
        maxAge,
      }),
  })
  // An answer that says itself what it depends on takes the place of what was said before; on the origin all depend.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    const vary = String(reply.getHeader('vary') ?? '')
    if (!/\borigin\b/i.test(vary)) reply.header('vary', vary ? `${vary}, Origin` : 'Origin')
    done()
  })
}
