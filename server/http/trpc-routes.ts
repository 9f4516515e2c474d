import type { TRPCError } from '@trpc/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Lockout } from '../auth/lockout.ts'
import { isSameToken } from '../auth/setup-token.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { AppError } from '../errors.ts'
import type { FindDeclaredCall } from '../limits/declared-call.ts'
import { batchLimitHeaders } from '../limits/limit-headers.ts'
import type { Limiter } from '../limits/limiter.ts'
import { type AppRouter, appRouter } from '../trpc/app-router.ts'
import type { Context } from '../trpc/context.ts'
import { mapError, toKnownError } from '../trpc/error-mapping.ts'
import { createDeclaredCalls } from './declared-calls.ts'
import type { createDescribeClient } from './describe-client.ts'
import type { DeviceCookie } from './device-cookie.ts'
import type { RequestIdentity } from './request-identity.ts'

export interface TrpcRoutesOptions {
  config: Config
  db: Database
  deviceCookie: DeviceCookie
  identity: RequestIdentity
  limiter: Limiter
  lockout: Lockout
  setupToken: string
  describeClient: ReturnType<typeof createDescribeClient>
}

/** The procedures under `/trpc`. JSON only, 20 calls a batch at most, limits charged call by call. */
export async function trpcRoutes(app: FastifyInstance, options: TrpcRoutesOptions) {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    // A streamed batch has sent its headers before the calls are decided.
    delete request.headers['trpc-accept']
    refuseOtherContent(request)
  })

  const findDeclaredCall = createDeclaredCalls()
  const trpcOptions: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    maxBatchSize: 20,
    createContext: ({ req, res }) => createContext({ ...options, findDeclaredCall }, req, res),
    responseMeta: ({ ctx, errors, paths }) => ({
      headers: {
        ...batchLimitHeaders(ctx?.limitDecisions ?? []),
        ...retryHeader(errors, paths?.length ?? 0),
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
  await app.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions })
}

// Once for a request, however many calls its batch has. A failed look-up is each call's to answer for.
async function createContext(
  {
    config,
    db,
    describeClient,
    deviceCookie,
    findDeclaredCall,
    identity,
    limiter,
    lockout,
    setupToken,
  }: TrpcRoutesOptions & { findDeclaredCall: FindDeclaredCall },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Context> {
  let lookupFailure: Error | null = null
  const caller = await identity.lookUp(request, reply).catch((error: Error) => {
    request.log.warn({ err: error }, 'the caller could not be looked up')
    lookupFailure = error
    return null
  })
  return {
    db,
    config,
    limiter,
    lockout,
    deviceToken: deviceCookie.read(request),
    findDeclaredCall,
    actor: caller?.actor ?? null,
    banned: caller?.banned ?? null,
    lookupFailure,
    requestId: request.id,
    clientAddress: request.client.address,
    clientNetwork: request.client.network,
    describeClient: () => describeClient(identity.addressSourceOf(request), request.client),
    now: new Date(),
    limitDecisions: [],
    isSetupToken: (token) => isSameToken(token, setupToken),
  }
}

// A service that is away says when to come back, a locked account only when nothing else was asked for. Limits
// have their own header for that.
function retryHeader(errors: TRPCError[], calls: number): Record<string, string> {
  const reasons = errors.map((error) => toKnownError(error)?.reason)
  if (reasons.some((reason) => reason?.kind === 'unavailable')) return { 'retry-after': '1' }
  const waits = reasons.map((reason) =>
    reason?.kind === 'locked' || reason?.kind === 'busy' ? reason.retryAfterMs : 0,
  )
  if (calls === 0 || waits.length < calls || waits.includes(0)) return {}
  return { 'retry-after': String(Math.ceil(Math.min(...waits) / 1000)) }
}

function refuseOtherContent(request: FastifyRequest): void {
  if (request.method !== 'POST') return
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json') return
  throw Object.assign(new AppError('BAD_REQUEST', 'Send JSON with Content-Type: application/json.'), {
    statusCode: 415,
  })
}
