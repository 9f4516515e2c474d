import { type AnyRouter, callTRPCProcedure } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { AppError } from '../../errors.ts'
import type { IdempotentCalls, KeptAnswer } from '../../idempotency/idempotent-calls.ts'
import { batchLimitHeaders } from '../../limits/decide/limit-headers.ts'
import type { Context } from '../../trpc/context.ts'
import { unwrapError } from '../../trpc/error-mapping.ts'
import type { ContextOf } from '../request/context-of.ts'
import { AnsweredBefore, answerOnce } from './answer-once.ts'
import { sendProblem } from './problem.ts'
import { createInputReader } from './read-input.ts'
import { type RestOperation, restOperations } from './rest-operations.ts'
import { fieldsOf } from './text-values.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: RestOperation
  }
}

export interface RestRoutesOptions {
  contextOf: ContextOf
  idempotentCalls: IdempotentCalls
  /** Every procedure. */
  router: AnyRouter
}

/** The procedures that declare a path below `/api`, as REST has them: the same calls, with the same guards and limits. */
export async function restRoutes(app: FastifyInstance, options: RestRoutesOptions) {
  app.setErrorHandler(sendProblem)
  const operations = restOperations(options.router)
  for (const operation of operations) {
    app.route({
      method: operation.method,
      url: routeOf(operation.path),
      config: { operation },
      handler: createHandler(operation, options),
    })
  }
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const methods = operations.filter((operation) => operation.path === path).map(({ method }) => method)
    refuseOtherMethods(app, path, methods)
  }
  const nothing = async () => {
    throw new AppError('NOT_FOUND', 'There is nothing at this path.')
  }
  app.all('/api', nothing)
  app.all('/api/*', nothing)
}

/** A path as Fastify has it. */
export const routeOf = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

function createHandler(operation: RestOperation, { contextOf, idempotentCalls, router }: RestRoutesOptions) {
  const readInput = createInputReader(operation)
  const isPaged = operation.inputIn === 'query' && operation.input && fieldsOf(operation.input).has('cursor')
  return async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('cache-control', 'no-store')
    const ctx = contextOf(request, reply)
    const once = answerOnce(idempotentCalls, { request, operation, ctx })
    let input: unknown
    ctx.onAdmitted = async ({ actor }) => {
      input = readInput(request)
      await once?.claim(actor)
    }
    const tellLimits = () => reply.headers(batchLimitHeaders(ctx.limitDecisions))
    try {
      const data = await call({ router, operation, ctx, input: () => input })
      const answer = toAnswer(data)
      await once?.keep(answer)
      if (isPaged) reply.headers(linkToNext(request.url, data))
      tellLimits()
      return send(reply, answer)
    } catch (thrown) {
      tellLimits()
      const error = unwrapError(thrown)
      if (error instanceof AnsweredBefore)
        return send(reply.header('idempotency-replayed', 'true'), error.answer)
      await once?.fail(error)
      throw error
    }
  }
}

const call = ({
  router,
  operation: { procedure, type },
  ctx,
  input,
}: {
  router: AnyRouter
  operation: RestOperation
  ctx: Context
  input: () => unknown
}): Promise<unknown> =>
  callTRPCProcedure({
    router,
    path: procedure,
    type,
    ctx,
    getRawInput: async () => input(),
    signal: undefined,
    batchIndex: 0,
  })

const toAnswer = (data: unknown): KeptAnswer =>
  data === undefined ? { status: 204, body: '' } : { status: 200, body: JSON.stringify(data) }

function send(reply: FastifyReply, { status, body }: KeptAnswer) {
  reply.code(status)
  // As bytes, since of a text Fastify would say in which charset it is.
  return status === 204
    ? reply.send()
    : reply.header('content-type', 'application/json').send(Buffer.from(body))
}

// The page behind this one (RFC 8288), as its answer says where that begins.
function linkToNext(url: string, data: unknown): Record<string, string> {
  const { nextCursor } = (data ?? {}) as { nextCursor?: unknown }
  if (typeof nextCursor !== 'string') return {}
  const [path, query] = url.split('?')
  const next = new URLSearchParams(query)
  next.set('cursor', nextCursor)
  return { link: `<${path}?${next}>; rel="next"` }
}

function refuseOtherMethods(app: FastifyInstance, path: string, methods: readonly HTTPMethods[]): void {
  const allowed = methods.flatMap((method) => (method === 'GET' ? [method, 'HEAD'] : [method]))
  app.route({
    method: app.supportedMethods.filter((method) => !allowed.includes(method)) as HTTPMethods[],
    url: routeOf(path),
    // Before the body is looked at, which may be of a kind that we do not read.
    onRequest: async (_request, reply) => {
      reply.header('allow', allowed.join(', '))
      const refusal = new AppError('BAD_REQUEST', `Methods of this path: ${allowed.join(', ')}.`)
      throw Object.assign(refusal, { statusCode: 405 })
    },
    handler: () => {},
  })
}
