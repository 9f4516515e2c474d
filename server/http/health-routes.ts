import type { FastifyInstance } from 'fastify'
import type { OpenDatabase } from '../database/open.ts'

/** `/health/live`: the process runs. `/health/ready`: it can serve, the database included. */
export async function healthRoutes(app: FastifyInstance, { database }: { database: OpenDatabase }) {
  app.get('/health/live', async (_, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )

  app.get('/health/ready', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      await database.ping()
      return { status: 'ok' }
    } catch (error) {
      request.log.warn({ err: error }, 'the database does not answer')
      return reply.code(503).header('retry-after', '1').send({ status: 'unavailable' })
    }
  })
}
