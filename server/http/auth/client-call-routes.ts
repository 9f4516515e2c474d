import type { FastifyInstance } from 'fastify'
import { personNeeded } from '../../key-status/key-refusals.ts'
import { batchLimitHeaders } from '../../limits/decide/limit-headers.ts'
import type { Context } from '../../trpc/context.ts'
import { unwrapError } from '../../trpc/error-mapping.ts'
import { createProcedureCaller } from '../../trpc/procedure-caller.ts'
import type { ContextOf } from '../request/context-of.ts'
import { parseJson } from '../request/parse-json.ts'
import { authPrefix, parseBody } from './auth-target.ts'
import { clientCalls } from './client-calls.ts'

interface ClientCallOptions {
  contextOf: ContextOf
}

/** What Better Auth's client and its UI kits call below `/api/auth`, and our procedures answer. */
export async function clientCallRoutes(app: FastifyInstance, { contextOf }: ClientCallOptions) {
  for (const { method, path, body: schema, answer } of clientCalls) {
    app.route({
      method,
      url: `${authPrefix}${path}`,
      exposeHeadRoute: false,
      async handler(request, reply) {
        reply.header('cache-control', 'no-store')
        const body = parseBody(schema, parseJson(request.body) ?? {}) as never
        const ctx = await withCaller(contextOf(request, reply))
        try {
          return await answer({ procedures: createProcedureCaller(ctx), ctx, body })
        } catch (error) {
          throw unwrapError(error)
        } finally {
          reply.headers(batchLimitHeaders(ctx.limitDecisions))
        }
      },
    })
  }
}

// Below `/api/auth` is for people alone, though programs may call some of these procedures by themselves.
async function withCaller(ctx: Context): Promise<Context> {
  const found = await ctx.findCaller({ cached: false })
  const caller = found.actor?.key ? { ...found, actor: null, keyRefusal: personNeeded() } : found
  return { ...ctx, ...caller, findCaller: async () => caller }
}
