import type { AnyRouter, TRPCError } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { batchLimitHeaders } from '../limits/decide/limit-headers.ts'
import type { Context } from '../trpc/context.ts'
import { mapError, toKnownError } from '../trpc/error-mapping.ts'
import { answerProcedure } from './answer-procedure.ts'
import { answerPlainCall } from './lean-host.ts'
import type { HostOptions, ProcedureCall } from './procedure-call.ts'
import type { ContextOf } from './request/context-of.ts'

export interface TrpcRoutesOptions {
  /** Made once for each request. */
  contextOf: ContextOf
  /** Every procedure. */
  router: AnyRouter
}

/** The procedures under `/trpc`. JSON only, 20 calls a batch at most, limits charged call by call. */
export async function trpcRoutes(app: FastifyInstance, { contextOf, router }: TrpcRoutesOptions) {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('cache-control', 'no-store')
    // A streamed batch has sent its headers before the calls are decided.
    delete request.headers['trpc-accept']
    refuseOtherMethods(request)
    refuseOtherContent(request)
    refuseOtherPaths(request)
    done()
  })

  const hostOptions: HostOptions<Context> = {
    router,
    maxBatchSize: 20,
    responseMeta: ({ ctx, errors, paths, type }) => ({
      headers: {
        ...batchLimitHeaders(ctx?.limitDecisions ?? []),
        ...retryHeader(errors, paths?.length ?? 0),
        ...(type === 'subscription' && streamHeaders),
      },
    }),
    onError: ({ error, path, ctx }) => {
      if (mapError(error).code !== 'INTERNAL_SERVER_ERROR') return
      app.log.error(
        { err: error.cause ?? error, reqId: ctx?.requestId, procedure: path },
        'a procedure failed',
      )
    },
  }
  const answer = (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const createContext = async () => contextOf(request, reply)
    const call: ProcedureCall<Context> = { request, reply, path, createContext }
    return answerPlainCall(hostOptions, call) ?? answerProcedure(hostOptions, call)
  }
  for (const path of subscriptionPaths(router)) {
    // tRPC answers HEAD at its general path: that of Fastify cannot tell the length of what tRPC sends.
    const options = { config: { streams: true }, exposeHeadRoute: false }
    app.get(`/trpc/${path}`, options, (request, reply) => answer(request, reply, path))
  }
  app.all<{ Params: { path: string } }>('/trpc/:path', (request, reply) =>
    answer(request, reply, request.params.path),
  )
}

// Nothing follows a stream on its connection, which would keep the server from stopping.
const streamHeaders = { 'cache-control': 'no-store, no-transform', connection: 'close' }

// The router's type nests its procedures; at run time they stand here by their whole path.
function subscriptionPaths(router: AnyRouter): string[] {
  const procedures = router._def.procedures as unknown as Record<string, { _def: { type: string } }>
  return Object.keys(procedures).filter((path) => procedures[path]?._def.type === 'subscription')
}

// A service that is away says when to come back, a locked account or a full quota only when nothing else was asked for.
// Limits have their own header for that.
const waitsOf: ReadonlySet<string> = new Set(['locked', 'busy', 'quota'])

function retryHeader(errors: TRPCError[], calls: number): Record<string, string> {
  const reasons = errors.map((error) => toKnownError(error)?.reason)
  if (reasons.some((reason) => reason?.kind === 'unavailable')) return { 'retry-after': '1' }
  const waits = reasons.map((reason) =>
    reason && waitsOf.has(reason.kind) && 'retryAfterMs' in reason ? (reason.retryAfterMs ?? 0) : 0,
  )
  if (calls === 0 || waits.length < calls || waits.includes(0)) return {}
  return { 'retry-after': String(Math.ceil(Math.min(...waits) / 1000)) }
}

// tRPC's adapter makes a Request of whatever comes, which throws for some methods and for bodies that it cannot read.
function refuseOtherMethods({ method }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD' || method === 'POST') return
  throw Object.assign(new AppError('BAD_REQUEST', 'Procedures are called with GET and POST.'), {
    statusCode: 405,
  })
}

// tRPC decodes the path again, and no name of a procedure holds what that could be meant for.
function refuseOtherPaths({ params }: FastifyRequest): void {
  if ((params as { path?: string }).path?.includes('%'))
    throw new AppError('NOT_FOUND', 'There is nothing at this path.')
}

function refuseOtherContent(request: FastifyRequest): void {
  if (request.method !== 'POST') return
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json') return
  throw Object.assign(new AppError('BAD_REQUEST', 'Send JSON with Content-Type: application/json.'), {
    statusCode: 415,
  })
}
