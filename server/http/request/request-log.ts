import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { loggablePath } from '../../logger.ts'

type ChildOf = Parameters<FastifyBaseLogger['child']>

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** The log of one request. Most of them write no line of their own, and it is made with the first. */
class RequestLog {
  readonly #of: [FastifyBaseLogger, ...ChildOf]
  #made: FastifyBaseLogger | null = null

  constructor(...of: [FastifyBaseLogger, ...ChildOf]) {
    this.#of = of
  }

  get made(): FastifyBaseLogger {
    const [logger, ...child] = this.#of
    this.#made ??= logger.child(...child)
    return this.#made
  }

  get level() {
    return this.made.level
  }

  child(...child: ChildOf) {
    return this.made.child(...child)
  }
}
for (const level of levels) {
  Object.defineProperty(RequestLog.prototype, level, {
    value(this: RequestLog, ...line: [object, string?]) {
      this.made[level](...line)
    },
  })
}

/** Fastify's option for it. */
export const childLoggerFactory = (logger: FastifyBaseLogger, ...child: ChildOf): FastifyBaseLogger =>
  new RequestLog(logger, ...child) as unknown as FastifyBaseLogger

/** Writes a line for each answer. */
export function logAnswers(app: FastifyInstance, logger: FastifyBaseLogger): void {
  // A line holds nothing of what redaction looks for, and costs a tenth without.
  const lines = logger.child({}, { redact: [] } as ChildOf[1])
  app.addHook('onResponse', (request, reply, done) => {
    const { id: reqId, method, client } = request
    const ms = Math.round(reply.elapsedTime)
    const path = loggablePath(request.url)
    lines.info({ reqId, method, path, status: reply.statusCode, ms, client: client?.address }, 'request')
    done()
  })
}
