import type { FastifyInstance } from 'fastify'
import type { Database } from '../database/database.ts'
import { limitError } from '../errors.ts'
import { limitHeaders } from '../limits/decide/limit-headers.ts'
import type { Limiter } from '../limits/decide/limiter.ts'
import { listPublicKeys } from '../tokens/token-keys.ts'

const path = '/.well-known/jwks.json'

/** The public keys of the tokens for other services, for everybody. Caches may keep them for five minutes. */
export async function tokenKeysRoutes(
  app: FastifyInstance,
  { db, limiter }: { db: Database; limiter: Limiter },
) {
  app.get(path, async (request, reply) => {
    const { network: ip, address } = request.client
    const decision = await limiter.consume({
      policies: ['token-keys'],
      cost: 1,
      partition: { ip, address },
      source: { procedure: `GET ${path}`, requestId: request.id },
    })
    reply.headers(limitHeaders(decision))
    if (decision.denied) throw limitError(decision.denied)
    const keys = await listPublicKeys({ db, now: new Date() })
    return reply.header('cache-control', 'public, max-age=300').send(keys)
  })
}
