import type { FastifyInstance } from 'fastify'
import type { Database } from '../../database/database.ts'
import { AppError, limitError } from '../../errors.ts'
import { limitHeaders } from '../../limits/decide/limit-headers.ts'
import type { Limiter } from '../../limits/decide/limiter.ts'
import type { Payments } from '../../orders/payments/payments.ts'
import { keepEvent } from '../../orders/webhook/event-queue.ts'

const path = '/webhooks/stripe'

/**
 * Where Stripe tells that something happened. Kept is what it is about and nothing of what it says; the worker asks
 * Stripe. Answers 400 for what one of our secrets did not sign, lately and in our mode, and leaves no row.
 */
export async function stripeRoutes(
  app: FastifyInstance,
  { db, limiter, payments }: { db: Database; limiter: Limiter; payments: Payments },
) {
  app.post(path, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const { network: ip, address } = request.client
    const decision = await limiter.consume({
      policies: ['webhook'],
      cost: 1,
      partition: { ip, address },
      source: { procedure: `POST ${path}`, requestId: request.id },
    })
    reply.headers(limitHeaders(decision))
    if (decision.denied) throw limitError(decision.denied)
    const { body } = request
    const signature = request.headers['stripe-signature']
    // Bodies are text until somebody parses them, so that these are the bytes which were signed.
    if (typeof body !== 'string' || typeof signature !== 'string')
      throw new AppError('BAD_REQUEST', 'A webhook has a body and the header Stripe-Signature.')
    const { objectId, ...event } = await payments.readEvent(body, signature)
    if (objectId !== null) await keepEvent(db, { ...event, objectId })
    return { received: true }
  })
}
