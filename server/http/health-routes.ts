import type { FastifyInstance, FastifyReply } from 'fastify'
import type { History } from '../database/migrations/history.ts'
import { readMigrationState } from '../database/migrations/migration-state.ts'
import type { OpenDatabase } from '../database/open.ts'
import { withinTwoSeconds } from '../database/within-two-seconds.ts'

/**
 * `/health/live`: the process runs. `/health/ready`: it can serve; the database answers, and has had the migrations of
 * this version and none that takes away what it needs.
 */
export async function healthRoutes(
  app: FastifyInstance,
  { database, histories }: { database: OpenDatabase; histories: History[] },
) {
  app.get('/health/live', async (_, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )

  app.get('/health/ready', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      await database.ping()
      const { problem } = await withinTwoSeconds(readMigrationState(database.db, histories))
      if (problem === null) return { status: 'ok' }
      request.log.warn({ problem }, 'the database does not fit this version')
      return refuse(reply, problem)
    } catch (error) {
      request.log.warn({ err: error }, 'the database does not answer')
      return refuse(reply, 'The database does not answer.')
    }
  })
}

const refuse = (reply: FastifyReply, reason: string) =>
  reply.code(503).header('retry-after', '1').send({ status: 'unavailable', reason })
