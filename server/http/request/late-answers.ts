import type { FastifyInstance, FastifyReply } from 'fastify'
import { unavailable } from '../../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether its answers go on for as long as their callers want, instead of being cut off when they are late. */
    streams?: boolean
  }
}

const longestTickMs = 1000

/**
 * Answers 503 to what has taken too long, and cuts off an answer that has begun; streams are exempt. One timer looks after
 * all requests, where Fastify's own option makes one for each.
 */
export function answerLateRequests(app: FastifyInstance, { timeoutMs }: { timeoutMs: number }): void {
  // In the order of their coming, which is that of their deadlines.
  const waiting = new Map<FastifyReply, number>()
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config.streams) waiting.set(reply, performance.now() + timeoutMs)
    done()
  })
  app.addHook('onResponse', (_request, reply, done) => {
    waiting.delete(reply)
    done()
  })
  const tick = () => {
    const now = performance.now()
    for (const [reply, deadline] of waiting) {
      if (deadline > now) return
      waiting.delete(reply)
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
