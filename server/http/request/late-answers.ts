import type { FastifyInstance, FastifyReply } from 'fastify'
import { unavailable } from '../../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether its answers go on for as long as their callers want, instead of being cut off when they are late. */
    streams?: boolean
  }
  interface FastifyReply {
    /** Where it stands among those that are waited for; -1 elsewhere. */
    waitingAt: number
    /** When it is late, by `performance.now()`. */
    lateAt: number
  }
}

const longestTickMs = 1000

/**
 * Answers 503 to what has taken too long, and cuts off an answer that has begun; streams are exempt. One timer looks after
 * all requests, where Fastify's own option makes one for each.
 */
export function answerLateRequests(app: FastifyInstance, { timeoutMs }: { timeoutMs: number }): void {
  // No Map or Set: whenever V8 gives one a new table, the old one still holds its entries and leads to the new, and so
  // every answer outlived the quick collections.
  const waiting: FastifyReply[] = []
  app.decorateReply('waitingAt', -1)
  app.decorateReply('lateAt', 0)
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config.streams) {
      reply.lateAt = performance.now() + timeoutMs
      reply.waitingAt = waiting.push(reply) - 1
    }
    done()
  })
  app.addHook('onResponse', (_request, reply, done) => {
    forget(reply)
    done()
  })
  // The last one takes its place.
  function forget(reply: FastifyReply): void {
    if (reply.waitingAt < 0) return
    const last = waiting.pop()
    if (last && last !== reply) {
      waiting[reply.waitingAt] = last
      last.waitingAt = reply.waitingAt
    }
    reply.waitingAt = -1
  }
  const tick = () => {
    const now = performance.now()
    for (const reply of waiting.filter(({ lateAt }) => lateAt <= now)) {
      forget(reply)
      giveUp(reply, timeoutMs)
    }
  }
  const timer = setInterval(tick, Math.min(longestTickMs, timeoutMs / 4)).unref()
  app.addHook('onClose', async () => clearInterval(timer))
}

function giveUp(reply: FastifyReply, timeoutMs: number): void {
  const error = new Error(`The answer took longer than ${timeoutMs} ms.`)
  // Whoever has left is not answered; they stood here because no answer to them has ended.
  if (reply.sent || reply.raw.destroyed) return
  if (reply.raw.headersSent) reply.raw.destroy(error)
  else reply.send(unavailable(error))
}
